/** Elements by hand. Text only ever enters as text nodes. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element: `h('div.tile', {title: 'x', onclick: f, style: {width: '4px'}}, 'text', child)`.
 * Properties starting with `on` are listeners; `style` and `dataset` are objects; null children fall out.
 */
export function h(selector, properties, ...children) {
    const [tag, ...classes] = selector.split('.');
    const element = document.createElement(tag || 'div');
    if (classes.length > 0) element.className = classes.join(' ');
    return fill(element, properties, children);
}

/** The same for SVG. */
export function s(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    return fill(element, attributes, children);
}

function fill(element, properties, children) {
    if (properties !== null && properties !== undefined) {
        if (typeof properties !== 'object' || properties instanceof Node || Array.isArray(properties)) {
            children.unshift(properties);
        } else {
            for (const [name, value] of Object.entries(properties)) set(element, name, value);
        }
    }
    append(element, children);
    return element;
}

function set(element, name, value) {
    if (value === null || value === undefined || value === false) return;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [key, part] of Object.entries(value)) setStyle(element, key, part);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name === 'class') element.classList.add(...value.split(' ').filter(Boolean));
    else if (name === 'value' && 'value' in element) element.value = value;
    else element.setAttribute(name, value === true ? '' : String(value));
}

function setStyle(element, key, value) {
    if (key.startsWith('--')) element.style.setProperty(key, value);
    else element.style[key] = value;
}

/** Appends texts, nodes and nested lists of them. */
export function append(element, children) {
    for (const child of children.flat(Infinity)) {
        if (child === null || child === undefined || child === false || child === '') continue;
        element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return element;
}

/** Puts children in the place of what an element held. */
export function replace(element, ...children) {
    element.replaceChildren();
    return append(element, children);
}

/** Calls back after the last call of a burst. */
export function debounce(millis, callback) {
    let timer = 0;
    return (...values) => {
        clearTimeout(timer);
        timer = setTimeout(() => callback(...values), millis);
    };
}

/** Calls back at most once in so many milliseconds, and always after the last call, until the signal. */
export function throttle(millis, callback, signal) {
    let timer = 0;
    signal.addEventListener('abort', () => {
        clearTimeout(timer);
        timer = -1;
    });
    return () => {
        if (timer !== 0) return;
        timer = setTimeout(() => {
            timer = 0;
            callback();
        }, millis);
    };
}

/** Hands a text to the viewer as a file. */
export function download(name, text, type = 'text/plain') {
    const link = h('a', { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
