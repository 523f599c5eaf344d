/** The address decides what is shown: a path for the page, the query for its state. */
import { parse, serialise, merge } from './query.js';

/** Finds the route of a path; a pattern is `/jobs/:id`. Pure. */
export function match(routes, pathname) {
    const parts = pathname.split('/').filter(Boolean);
    for (const route of routes) {
        const pattern = route.path.split('/').filter(Boolean);
        if (pattern.length !== parts.length) continue;
        const parameters = {};
        const fits = pattern.every((piece, index) => {
            if (!piece.startsWith(':')) return piece === parts[index];
            parameters[piece.slice(1)] = decode(parts[index]);
            return true;
        });
        if (fits) return { route, parameters };
    }
    return null;
}

function decode(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}

let arrived = () => {};

/** Starts listening; `arrive({pathname, state})` is called now and for each change of the address. */
export function start(arrive) {
    arrived = () => arrive({ pathname: location.pathname, state: parse(location.search) });
    addEventListener('popstate', arrived);
    document.addEventListener('click', followLink);
    arrived();
}

function followLink(event) {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin || link.dataset.outside !== undefined) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
}

/** Goes to an address of the console. */
export function go(address) {
    if (address !== location.pathname + location.search + location.hash) history.pushState(null, '', address);
    arrived();
}

/** Changes the state of the page shown; `replaced` leaves no step for the back button. */
export function change(changes, { keepPage = false, replaced = false } = {}) {
    const state = merge(parse(location.search), changes, { keepPage });
    const address = location.pathname + serialise(state);
    if (address === location.pathname + location.search) return;
    if (replaced) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    arrived();
}

/** An address with a query made of state. */
export function address(pathname, state = {}) {
    return pathname + serialise(state);
}

/** Where an application is shown. */
export function applicationAddress(application, state = {}) {
    return address(`/applications/${encodeURIComponent(application.clusterId)}/${encodeURIComponent(application.id ?? application.appId)}`, state);
}

/** Where an application is held against another, by default against the run of its job before it. */
export function compareAddress(application, state = {}) {
    return address(`/compare/${encodeURIComponent(application.clusterId)}/${encodeURIComponent(application.id ?? application.appId)}`, state);
}

/** Where a job is shown; the slash at the end tells a page from a file, as job ids may have dots. */
export function jobAddress(id, state = {}) {
    return address(`/jobs/${encodeURIComponent(id)}/`, state);
}
