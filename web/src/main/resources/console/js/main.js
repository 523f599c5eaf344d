/** Starts the console: who is asking, the frame, then the page that the address names. */
import * as api from './api.js';
import { frame } from './frame.js';
import { alone } from './core/alone.js';
import { h, replace } from './core/dom.js';
import * as live from './core/live.js';
import { match, start } from './core/router.js';
import { recall, remember } from './core/theme.js';
import { startTicking } from './ui/basics.js';
import { skeleton, trouble } from './ui/panel.js';

const ROUTES = [
    { path: '/', place: 'applications', page: () => import('./pages/applications.js') },
    { path: '/applications', place: 'applications', page: () => import('./pages/applications.js') },
    { path: '/applications/:clusterId/:appId', place: 'applications', page: () => import('./pages/application.js') },
    { path: '/compare/:clusterId/:appId', place: 'applications', page: () => import('./pages/compare.js') },
    { path: '/jobs', place: 'jobs', page: () => import('./pages/jobs.js') },
    { path: '/jobs/:jobId', place: 'jobs', page: () => import('./pages/job.js') },
    { path: '/costs', place: 'costs', page: () => import('./pages/costs.js') },
    { path: '/clusters', place: 'clusters', page: () => import('./pages/clusters.js') },
    { path: '/clusters/:clusterId', place: 'clusters', page: () => import('./pages/cluster.js') },
    { path: '/search', place: 'search', page: () => import('./pages/search.js') },
    { path: '/settings', place: 'settings', page: () => import('./pages/settings.js') },
];

const HISTORY = ['applications', 'search'];

let shown = null;
let signingIn = false;

async function begin() {
    api.onSignedOut(showLogin);
    // The page's code comes down while the server says who is asking.
    match(ROUTES, location.pathname)?.route.page().catch(() => {});
    // Whoever was here last probably still is: the page is shown to them while the server is asked.
    const known = JSON.parse(recall('user') ?? 'null');
    if (known !== null) open(known);
    let user;
    try {
        user = await api.me();
    } catch (error) {
        if (known === null) replace(document.body, h('div.login', h('main', trouble(error, () => location.reload()))));
        return;
    }
    if (user === null) return;
    const { name, admin } = user;
    remember('user', JSON.stringify({ name, admin }));
    if (known === null) open({ name, admin });
    else if (known.name !== name || known.admin !== admin) location.reload();
}

function open(user) {
    const around = frame(user);
    live.resume();
    startTicking();
    start(({ pathname, state }) => arrive(around, user, pathname, state));
}

async function showLogin() {
    if (signingIn) return;
    signingIn = true;
    remember('user', 'null');
    shown?.leave.abort();
    live.pause();
    const { login } = await import('./pages/login.js');
    login(() => location.reload());
}

/** A page module exports `show(view)`; it may return `{update(state)}` to follow its state without a new start. */
async function arrive(around, user, pathname, state) {
    const found = match(alone ? ROUTES.filter(route => HISTORY.includes(route.place)) : ROUTES, pathname);
    around.at(found?.route.place ?? null, state);
    dispatchEvent(new CustomEvent('spindrift:arrived', { detail: { clusterId: found?.parameters.clusterId ?? state.clusterId } }));
    if (shown?.pathname === pathname && shown.update) {
        shown.update(state);
        return;
    }
    shown?.leave.abort();
    const leave = new AbortController();
    const mine = { pathname, leave, update: null };
    shown = mine;
    if (!found) {
        document.title = 'Not found · Spindrift';
        replace(around.main, h('div.empty', h('h1', 'There is no such page'), h('a.button', { href: '/' }, 'Show applications')));
        return;
    }
    const waiting = setTimeout(() => {
        if (!around.main.querySelector('.shell')) replace(around.main, skeleton(8));
    }, 150);
    const view = {
        root: around.main, user, state, parameters: found.parameters, signal: leave.signal,
        title: text => { document.title = `${text} · Spindrift`; },
    };
    try {
        const page = await found.route.page();
        clearTimeout(waiting);
        if (leave.signal.aborted) return;
        scrollTo(0, 0);
        const controls = await page.show(view);
        mine.update = controls?.update ?? null;
    } catch (error) {
        clearTimeout(waiting);
        if (leave.signal.aborted || error.name === 'AbortError') return;
        if (!error.status) console.error(error);
        document.title = 'Not loaded · Spindrift';
        replace(around.main, h('h1.unseen', 'Not loaded'), trouble(error, () => {
            shown = null;
            arrive(around, user, pathname, state);
        }));
    }
}

begin();
