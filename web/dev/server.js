// A server for work on the console: static files from the sources, and either a running platform behind it
// (node dev/server.js --platform http://127.0.0.1:8480) or made-up data shaped by the OpenAPI document.
// Not part of the jar.
import { createServer, request as ask } from 'node:http';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer, followEvents, followLog } from './fixtures.js';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, '../src/main/resources/console');
const vendored = join(here, '../target/classes/console');
const flag = name => process.argv[process.argv.indexOf(`--${name}`) + 1];
const platform = process.argv.includes('--platform') ? new URL(flag('platform')) : null;
/** As before the history server alone. */
const alone = process.argv.includes('--alone');
const port = process.argv.includes('--port') ? Number(flag('port')) : 8490;
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };

createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const api = /^\/(ocean|api\/v1|login|logout|openapi|health|ready|metrics)(\/|$)/.test(url.pathname);
    if (api && platform) return proxy(request, response);
    if (api) return fixture(request, response, url);
    const name = extname(url.pathname) ? normalize(url.pathname) : '/index.html';
    for (const folder of [sources, vendored]) {
        try {
            const file = await readFile(join(folder, name));
            const content = alone && name === '/index.html' ? String(file).replace('<html ', '<html data-alone ') : file;
            response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream', 'Cache-Control': 'no-store', 'Content-Security-Policy': "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'" });
            return response.end(content);
        } catch {
            // Perhaps in the other folder.
        }
    }
    response.writeHead(404);
    return response.end();
}).listen(port, '127.0.0.1', () => console.log(`console on http://127.0.0.1:${port}${platform ? ` before ${platform}` : ', with made-up data'}`));

function proxy(request, response) {
    const headers = { ...request.headers, host: platform.host };
    if (headers.origin) headers.origin = platform.origin;
    const onward = ask({ host: platform.hostname, port: platform.port, path: request.url, method: request.method, headers }, answered => {
        response.writeHead(answered.statusCode, answered.headers);
        answered.pipe(response);
    });
    onward.on('error', () => { response.writeHead(502); response.end(); });
    request.pipe(onward);
    response.on('close', () => onward.destroy());
}

async function fixture(request, response, url) {
    if (url.pathname.endsWith('/events')) return followEvents(response);
    if (url.pathname.endsWith('/log/live')) return followLog(response, url);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const made = answer(request.method, url, body);
    response.writeHead(made.status ?? 200, { 'Content-Type': 'application/json', ...made.headers });
    return response.end(typeof made.body === 'string' ? made.body : JSON.stringify(made.body));
}
