/** The frame round all pages: rail, top bar, the place for the page. */
import { alone } from './core/alone.js';
import { h, replace } from './core/dom.js';
import { icon } from './core/icons.js';
import * as api from './api.js';
import * as live from './core/live.js';
import { address, change, go } from './core/router.js';
import { remember, setTheme, theme } from './core/theme.js';
import { entry, menuButton } from './ui/menu.js';
import { toastError } from './ui/toast.js';

/** Who asks a server that is open. */
const NOBODY = 'everyone';

/** Gives life to the frame that `index.html` brought; returns the element for pages and `at(place)`, which marks where the viewer is. */
export function frame(user) {
    const main = document.getElementById('main');
    const rail = document.querySelector('.rail');
    const top = document.querySelector('.top');
    document.querySelector('.skip').addEventListener('click', event => { event.preventDefault(); main.focus(); });
    rail.append(foldButton());
    if (!alone) top.querySelector('.cluster').replaceWith(clusterPicker());
    const search = searchBox(top.querySelector('.find'));
    top.append(liveDot(), themeButton());
    if (user.name !== NOBODY) top.append(userButton(user));
    top.classList.remove('early');
    delete document.documentElement.dataset.signedOut;

    function at(place, state) {
        document.documentElement.dataset.place = place ?? '';
        for (const link of rail.querySelectorAll('li a')) {
            if (link.dataset.place === place) link.setAttribute('aria-current', 'page');
            else link.removeAttribute('aria-current');
        }
        const input = search.querySelector('input');
        if (document.activeElement !== input) input.value = place === 'search' ? state.q ?? '' : '';
    }
    return { main, at };
}

function foldButton() {
    const narrow = () => document.documentElement.dataset.rail === 'narrow';
    const element = h('button.fold', { type: 'button', onclick: () => {
        if (narrow()) delete document.documentElement.dataset.rail;
        else document.documentElement.dataset.rail = 'narrow';
        remember('rail', narrow() ? 'narrow' : 'wide');
        paint();
    } });
    function paint() {
        const word = narrow() ? 'Expand' : 'Collapse';
        replace(element, icon(narrow() ? 'expand' : 'collapse'), h('span', word));
        element.setAttribute('aria-label', `${word} the rail`);
        element.title = word;
    }
    paint();
    return element;
}

function clusterPicker() {
    const word = h('span', 'All clusters');
    const opener = menuButton('All clusters', close => {
        const place = h('div', entry('All clusters', () => pick(close, null)));
        api.list(api.path('cluster'), { limit: 100 }).then(
            answer => place.append(...answer.items.map(cluster => entry(cluster.id, () => pick(close, cluster.id), { note: cluster.state.toLowerCase() }))),
            toastError);
        return [place];
    }, { label: 'All clusters' });
    opener.classList.add('cluster');
    opener.firstElementChild.replaceWith(word);
    addEventListener('spindrift:arrived', event => { word.textContent = event.detail.clusterId ?? 'All clusters';
        opener.setAttribute('aria-label', `Cluster: ${word.textContent}`);
    });
    return opener;
}

/** The cluster is a filter of the list in sight; elsewhere choosing one shows its applications. */
function pick(close, clusterId) {
    close();
    if (['/', '/jobs', '/costs', '/search'].includes(location.pathname)) change({ clusterId });
    else go(address('/', { clusterId }));
}

function searchBox(form) {
    const input = form.querySelector('input');
    addEventListener('keydown', event => {
        if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target.closest?.('input, textarea, select, [contenteditable]')) return;
        event.preventDefault();
        input.focus();
        input.select();
    });
    form.addEventListener('submit', event => {
        event.preventDefault();
        if (input.value.trim()) go(address('/search', { q: input.value.trim() }));
    });
    return form;
}

function liveDot() {
    const words = { connected: 'Live', reconnecting: 'Reconnecting', paused: 'Paused' };
    const word = h('span', 'Live');
    const element = h('button.live', { type: 'button', onclick: () => (element.dataset.state === 'paused' ? live.resume() : live.pause()) }, word);
    live.onState(state => {
        element.dataset.state = state;
        word.textContent = words[state];
        const act = state === 'paused' ? 'Press to go on' : 'Press to pause';
        element.title = `${words[state]}. ${act}`;
        element.setAttribute('aria-label', `Updates: ${words[state]}. ${act}`);
    });
    return element;
}

function themeButton() {
    const pictures = { light: 'sun', dark: 'moon', system: 'system' };
    const words = { light: 'Light', dark: 'Dark', system: 'As the system' };
    const opener = menuButton('', close => Object.keys(words).map(choice => entry(words[choice], () => {
        setTheme(choice);
        close();
        paint();
    }, { picture: pictures[choice], note: theme() === choice ? '✓' : null })), { tone: 'quiet', picture: pictures[theme()], label: 'Theme', align: 'right' });
    const paint = () => replace(opener, icon(pictures[theme()]));
    return opener;
}

function userButton(user) {
    const opener = menuButton(user.name, close => [
        h('div.title', user.admin ? `${user.name}, administrator` : user.name),
        alone ? null : entry('Settings', () => { close(); go('/settings'); }, { picture: 'settings' }),
        entry('Sign out', async () => {
            close();
            try {
                await api.signOut();
                remember('user', 'null');
                location.assign('/');
            } catch (error) {
                toastError(error);
            }
        }, { picture: 'external' }),
    ].filter(Boolean), { picture: 'user', label: `User ${user.name}`, align: 'right' });
    opener.classList.add('who');
    return opener;
}

