// Which modules a page needs, read from the modules themselves. `node dev/preloads.js` writes the lists into index.html
// and js/early.js, so that a browser asks for all of them at once; a test says when they have to be written anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const CONSOLE = join(dirname(fileURLToPath(import.meta.url)), '../src/main/resources/console');
const PAGE = join(CONSOLE, 'index.html');
const EARLY = join(CONSOLE, 'js/early.js');
const STATIC = /^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)';|^import '(\.[^']+)';/gm;
/** Pages that draw a chart only when they are told to. */
const CHARTS_LATER = ['application/executors'];
const STYLE = /^await styled\('([\w-]+)'\);/gm;
const LIBRARY = /import\('(\.[^']*\/vendor\/[^']+)'\)/g;

/** A module with all that it needs to run, as addresses; the library of the charts counts. */
function needs(module, known = new Set()) {
    if (known.has(module)) return known;
    known.add(module);
    const text = readFileSync(join(CONSOLE, module), 'utf8');
    for (const [, from, bare] of text.matchAll(STATIC)) needs(resolve(module, from ?? bare), known);
    for (const [, library] of text.matchAll(LIBRARY)) known.add(resolve(module, library));
    for (const [, name] of text.matchAll(STYLE)) known.add(`/css/${name}.css`);
    return known;
}

const resolve = (module, path) => `/${relative(CONSOLE, join(CONSOLE, dirname(module), path))}`;

/** What the console always needs. */
export function always() {
    return [...needs('/js/main.js')].filter(module => module !== '/js/main.js').sort();
}

/** What each page needs beyond that, by its module; tabs of the application's page stand with their names. */
export function pages() {
    const main = needs('/js/main.js');
    const beyond = module => [...needs(module)].filter(one => !main.has(one)).sort();
    const routes = readFileSync(join(CONSOLE, 'js/main.js'), 'utf8').matchAll(/import\('\.\/pages\/([\w-]+)\.js'\)/g);
    const found = {};
    for (const [, name] of routes) if (name !== 'login') found[name] = beyond(`/js/pages/${name}.js`);
    for (const [, tab] of readFileSync(join(CONSOLE, 'js/pages/application.js'), 'utf8').matchAll(/import\('\.\/application\/([\w-]+)\.js'\)/g)) {
        found[`application/${tab}`] = beyond(`/js/pages/application/${tab}.js`).filter(one => !found.application.includes(one));
    }
    for (const part of ['stage', 'query', 'stream']) found[`application/${part}`] = beyond(`/js/pages/application/${part}.js`).filter(one => !found.application.includes(one));
    for (const name of CHARTS_LATER) found[name] = found[name].filter(one => !one.startsWith('/vendor/'));
    return found;
}

/** The two files as they should be: `[path, text as it is, text as it should be]`. */
export function files() {
    const links = always().map(module => `<link rel="modulepreload" href="${module}">\n`).join('');
    const page = readFileSync(PAGE, 'utf8');
    const early = readFileSync(EARLY, 'utf8');
    const short = modules => modules.map(module => module.replace(/^\/js\/|\.js$/g, '')).join(' ');
    const table = Object.entries(pages()).map(([name, modules]) => `        '${name}': '${short(modules)}',\n`).join('');
    return [
        [PAGE, page, page.replace(/(?:<link rel="modulepreload"[^>]*>\n)+/, links)],
        [EARLY, early, early.replace(/(const MODULES = \{\n)[^}]*(    \};)/, (_, begin, end) => begin + table + end)],
    ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const [path, , wanted] of files()) writeFileSync(path, wanted);
