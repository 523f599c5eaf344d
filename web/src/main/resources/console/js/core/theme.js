/** Light, dark, or as the system has it; charts are told when colours change. */

const listeners = new Set();
const system = matchMedia('(prefers-color-scheme: dark)');
let probe = null;
let cache = new Map();

/** `light`, `dark` or `system`. */
export function theme() {
    return document.documentElement.dataset.theme ?? 'system';
}

export function setTheme(choice) {
    if (choice === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    remember('theme', choice);
    changed();
}

/** Keeps a preference of this browser; one that may not keep any does without. */
export function remember(name, value) {
    try {
        localStorage.setItem(name, value);
    } catch {
        // Storage is switched off: the choice lasts until the page is left.
    }
}

/** A preference kept before, or null. */
export function recall(name) {
    try {
        return localStorage.getItem(name);
    } catch {
        return null;
    }
}

/** Calls back when colours change, until the signal. */
export function onTheme(callback, signal) {
    listeners.add(callback);
    signal?.addEventListener('abort', () => listeners.delete(callback));
}

/** The colour of a token (`cpu`, `line`) as the canvas wants it. */
export function color(token) {
    if (!cache.has(token)) {
        if (probe === null) {
            probe = document.createElement('i');
            probe.hidden = true;
            document.body.append(probe);
        }
        probe.style.color = `var(--${token})`;
        cache.set(token, getComputedStyle(probe).color);
    }
    return cache.get(token);
}

/** Black or white, whichever reads better on a colour. */
export function inkOn(rgb) {
    const [red, green, blue] = rgb.match(/[\d.]+/g).map(Number).map(part => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    return luminance > 0.19 ? '#10151d' : '#ffffff';
}

function changed() {
    cache = new Map();
    for (const listener of listeners) listener();
}

system.addEventListener('change', changed);
