/** What changes on the server, told to the pages that show it. One stream for the whole console. */
import { events } from '../api.js';

const KINDS = ['application', 'cluster', 'job', 'template'];
const SILENCE_MILLIS = 45_000;
const HIDDEN_MILLIS = 20_000;
const RETRY_MILLIS = [1000, 2000, 5000, 10_000];

const listeners = new Map();
const stateListeners = new Set();
let source = null;
let state = 'paused';
let lastHeard = 0;
let failures = 0;
let timer = 0;
let greeted = false;

/** Calls back for each event of a kind until the signal; `refresh` means: fetch what you show again. */
export function on(kind, callback, signal) {
    if (!listeners.has(kind)) listeners.set(kind, new Set());
    listeners.get(kind).add(callback);
    signal?.addEventListener('abort', () => listeners.get(kind).delete(callback));
}

/** Calls back with `connected`, `reconnecting` or `paused`, now and at each change. */
export function onState(callback) {
    stateListeners.add(callback);
    callback(state);
}

export function pause() {
    source?.close();
    source = null;
    clearTimeout(timer);
    become('paused');
}

export function resume() {
    clearTimeout(timer);
    source?.close();
    if (state === 'paused') become('reconnecting');
    lastHeard = Date.now();
    source = events();
    source.addEventListener('open', heard);
    source.addEventListener('error', lost);
    source.addEventListener('hello', event => {
        heard();
        if (greeted && !JSON.parse(event.data).resumed) tell('refresh', null);
        greeted = true;
    });
    source.addEventListener('overflow', () => tell('refresh', null));
    for (const kind of KINDS) {
        source.addEventListener(kind, event => {
            heard();
            tell(kind, JSON.parse(event.data));
        });
    }
}

function heard() {
    lastHeard = Date.now();
    failures = 0;
    become('connected');
}

function lost() {
    become('reconnecting');
    // A stream that was refused is closed for good by the browser; one that broke is taken up again by it.
    if (source?.readyState !== EventSource.CLOSED) return;
    clearTimeout(timer);
    timer = setTimeout(resume, RETRY_MILLIS[Math.min(failures, RETRY_MILLIS.length - 1)]);
    failures += 1;
}

function tell(kind, value) {
    for (const callback of listeners.get(kind) ?? []) callback(value);
}

function become(next) {
    if (state === next) return;
    state = next;
    for (const callback of stateListeners) callback(state);
}

/** A tab in the background gives its stream back, as a browser has few connections to one server; it asks again when seen. */
let hiding = 0;
document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (state === 'paused') return;
    if (document.hidden) {
        hiding = setTimeout(() => {
            clearTimeout(timer);
            source?.close();
            source = null;
        }, HIDDEN_MILLIS);
    } else if (source === null || source.readyState === EventSource.CLOSED || Date.now() - lastHeard > SILENCE_MILLIS) resume();
});
