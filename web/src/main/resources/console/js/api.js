/** The one file that talks to the server. Everything it knows is in the server's OpenAPI document. */

/** A refusal or failure: what the server said, and the id by which its log knows the request. */
export class ApiError extends Error {
    constructor(status, message, { requestId = null, errors = [] } = {}) {
        super(message);
        this.name = 'ApiError';
        this.status = status;
        this.requestId = requestId;
        this.errors = errors;
    }
}

let whenSignedOut = () => {};

/** Calls back when the server no longer knows who is asking. */
export function onSignedOut(callback) {
    whenSignedOut = callback;
}

/** A path with its query; null, undefined and empty values fall out. */
export function url(path, query = {}) {
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
        if (value !== null && value !== undefined && value !== '') parameters.set(key, String(value));
    }
    const text = parameters.toString();
    return text ? `${path}?${text}` : path;
}

/** A path below /ocean/spark with its parts escaped: `path('cluster', id, 'app')`. */
export function path(...parts) {
    return `/ocean/spark/${parts.map(part => encodeURIComponent(part)).join('/')}`;
}

/** The path of an application, and of what lies below it. */
export function applicationPath(application, ...parts) {
    return path('cluster', application.clusterId, 'app', application.id ?? application.appId, ...parts);
}

async function send(method, address, { body, headers = {}, signal } = {}) {
    const json = body !== undefined && !(body instanceof Blob);
    let response;
    try {
        response = await (method === 'GET' ? foreseen(address) : null) ?? await fetch(address, {
            method,
            signal,
            credentials: 'same-origin',
            headers: { Accept: 'application/json', ...(json ? { 'Content-Type': 'application/json' } : {}), ...headers },
            body: json ? JSON.stringify(body) : body,
        });
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        throw new ApiError(0, 'The server does not answer. It may be restarting; try again in a moment.');
    }
    if (!response.ok) throw await refusal(response, address);
    return response;
}

/** The answer that early.js asked for before this module was there; it serves once, as it grows old. */
function foreseen(address) {
    const answer = globalThis.early?.get(address);
    globalThis.early?.delete(address);
    return answer;
}

async function refusal(response, address) {
    if (response.status === 401 && address !== '/login') whenSignedOut();
    let envelope = null;
    try {
        envelope = await response.json();
    } catch {
        // The body is not our envelope; the status says enough.
    }
    const errors = envelope?.response?.errors ?? [];
    const message = errors.map(error => error.message).join('; ') || envelope?.response?.status?.message || `${response.status} ${response.statusText}`;
    return new ApiError(response.status, message, { requestId: envelope?.request?.id ?? response.headers.get('X-Request-Id'), errors });
}

/** GET: the envelope's response part, `{items, count, total, …}`. */
export async function list(address, query, signal) {
    const response = await send('GET', url(address, query), { signal });
    return (await response.json()).response;
}

/** GET of one thing. */
export async function one(address, query, signal) {
    return (await list(address, query, signal)).items[0];
}

/** GET of JSON that comes without the envelope, as Spark's own API does. */
export async function plain(address, query, signal) {
    return (await send('GET', url(address, query), { signal })).json();
}

/** A write; answers with `{status, items}`. */
export async function write(method, address, body, headers) {
    const response = await send(method, address, { body, headers });
    return { status: response.status, items: (await response.json()).response.items };
}

/** A piece of a log with its place in the whole. */
export async function logText(address, query, signal) {
    const response = await send('GET', url(address, query), { signal, headers: { Accept: 'text/plain' } });
    const place = name => Number(response.headers.get(name) ?? Number.NaN);
    return { text: await response.text(), offset: place('X-Log-Offset'), nextOffset: place('X-Log-Next-Offset'), size: place('X-Log-Size') };
}

/** Follows a log as Server-Sent Events; close what it returns. */
export function followLog(application, query, { onChunk, onEnd, onState }) {
    const source = new EventSource(url(applicationPath(application, 'log', 'live'), query));
    source.addEventListener('open', () => onState('connected'));
    source.addEventListener('error', () => onState('reconnecting'));
    source.addEventListener('log', event => onChunk(JSON.parse(event.data)));
    source.addEventListener('end', () => {
        source.close();
        onEnd();
    });
    return source;
}

/** The stream of all that changes. */
export function events() {
    return new EventSource(path('events'));
}

/** Stores a file by its content; `onProgress` is told the share sent. Answers with the stored file and its URI. */
export function upload(file, onProgress, signal) {
    const name = file.name.replace(/[^A-Za-z0-9._+ -]/g, '_').replace(/^[^A-Za-z0-9_]/, '_').slice(-200);
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('PUT', url(path('file'), { name }));
        request.responseType = 'json';
        request.setRequestHeader('Content-Type', 'application/octet-stream');
        request.upload.onprogress = event => event.lengthComputable && onProgress(event.loaded / event.total);
        request.onerror = () => reject(new ApiError(0, 'The upload broke off. Drop the file again.'));
        request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
        request.onload = () => {
            const answer = request.response?.response;
            if (request.status < 300 && answer) return resolve(answer.items[0]);
            const message = answer?.errors?.map(error => error.message).join('; ') || `The upload was refused with ${request.status}.`;
            return reject(new ApiError(request.status, message, { requestId: request.response?.request?.id }));
        };
        signal?.addEventListener('abort', () => request.abort());
        request.send(file);
    });
}

/** Who is asking; null when signed out. */
export async function me() {
    try {
        return await one(path('user', 'me'));
    } catch (error) {
        if (error.status === 401) return null;
        throw error;
    }
}

export async function signIn(token) {
    return (await write('POST', '/login', { token })).items[0];
}

export async function signOut() {
    await write('POST', '/logout', {});
}
