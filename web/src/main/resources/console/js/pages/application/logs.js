/** Logs of the driver and each executor, kept or live. */
import { h, replace, debounce, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { LogLines } from '../../core/loglines.js';
import { merge, parse } from '../../core/query.js';
import { address, change } from '../../core/router.js';
import * as api from '../../api.js';
import { button, choice, select } from '../../ui/basics.js';
import { logView } from '../../ui/logview.js';
import { empty, fill, panel, partial } from '../../ui/panel.js';
import { clusterEvents } from './events.js';

const RETRY_MILLIS = 3000;
const READ_AT_MOST = 8 * 1024 * 1024;

export function show(tab) {
    const { signal, application } = tab;
    let state = tab.state;
    let viewer = null;
    let shown = '';
    const tools = h('div.log-tools');
    const place = h('div');
    const frame = panel({ flush: true });
    frame.inside.append(tools, place);
    const said = clusterEvents(tab);
    replace(tab.root, frame.element, said.element);
    const names = api.list(api.applicationPath(application(), 'log'), {}, signal);

    // On Kubernetes what a container writes is one stream.
    let streams = ['stderr', 'stdout'];
    const chosen = () => ({ container: state.container ?? 'driver', stream: streams.includes(state.stream) ? state.stream : streams[0] });

    async function openLog() {
        viewer?.close();
        viewer = null;
        await fill(place, async () => {
            const logs = (await names).items;
            const mine = logs.filter(log => !tab.attempt || String(log.attempt) === tab.attempt);
            if (mine.length > 0 && mine.every(log => log.stream === 'stdout')) streams = ['stdout'];
            const { container, stream } = chosen();
            shown = `${container} ${stream}`;
            paintTools(mine);
            if (mine.length === 0) return empty('There is no log yet.', { hint: 'The driver writes one as soon as it starts.' });
            const about = mine.filter(log => log.container === container && log.stream === stream).at(-1);
            if (!about) return empty(`${container} has written nothing to ${stream}.`);
            viewer = await reading(application(), about, () => state, signal);
            paintTools(mine);
            return viewer.element;
        }, { lines: 12 });
        viewer?.begin();
    }

    function paintTools(logs) {
        const { container, stream } = chosen();
        const containers = [...new Set(logs.map(log => log.container))];
        const size = name => logs.find(log => log.container === name && log.stream === stream)?.sizeBytes;
        replace(tools,
            select('Container', containers.map(name => [name, `${name}${size(name) === undefined ? '' : `, ${format.bytes(size(name))}`}`]), container, value => change({ container: value === 'driver' ? null : value, line: null, jump: null, at: null })),
            streams.length === 1 ? null : choice('Stream', streams.map(one => [one, one]), stream, value => change({ stream: value === 'stderr' ? null : value, line: null, jump: null, at: null })),
            viewer?.tools());
    }

    function update(next) {
        state = next;
        const { container, stream } = chosen();
        const identity = `${container} ${stream}`;
        if (identity === shown) return viewer?.update();
        shown = identity;
        return openLog();
    }
    signal.addEventListener('abort', () => viewer?.close());
    update(state);
    return { update, live: said.live };
}

/** What to read of a log: all of a small one; else its end, or what surrounds the byte that was found. */
function part(size, wanted) {
    if (size <= READ_AT_MOST) return {};
    if (wanted === null || wanted > size - READ_AT_MOST) return { tail: READ_AT_MOST };
    return { offset: Math.max(0, wanted - READ_AT_MOST / 2), limit: READ_AT_MOST };
}

/** The number, from 1, of the line that begins at a byte of the log. */
function lineAt(first, offset) {
    const bytes = new TextEncoder().encode(first.text);
    let line = 1;
    for (let at = bytes.indexOf(10); at >= 0 && at < offset - first.offset; at = bytes.indexOf(10, at + 1)) line += 1;
    return line;
}

/** Reads a log and follows it while it may grow. */
async function reading(application, about, state, signal) {
    const log = new LogLines();
    const path = api.applicationPath(application, 'log', 'container', about.container);
    const query = { stream: about.stream, attempt: about.attempt };
    const wanted = state().at === undefined ? null : Number(state().at);
    const first = await api.logText(path, { ...query, ...part(about.sizeBytes, wanted) }, signal);
    log.append(first.text);
    const lineWanted = wanted === null ? null : lineAt(first, wanted);
    if (!about.live) log.finish();
    let follow = about.live && !state().line && lineWanted === null;
    let source = null;
    let found = [];
    let at = -1;
    const view = logView({ log, hrefOf: number => address(location.pathname, merge(parse(location.search), { line: number, jump: null, at: null })), onscrolled: (end, up) => {
        if (about.live && (up || end) && follow !== (end && !up)) setFollow(end && !up);
    } });
    const followButton = h('button.chip', { type: 'button', onclick: () => setFollow(!follow) }, 'Follow');
    const status = h('span.muted', { 'aria-live': 'polite', style: { fontSize: '12px', marginLeft: 'auto' } });
    const matchText = h('span.muted', { style: { fontSize: '12px' } });
    const words = h('input.input.find-in', { type: 'search', placeholder: 'Find', 'aria-label': 'Find in this log' });
    words.addEventListener('input', debounce(200, () => search(0)));
    words.addEventListener('keydown', event => {
        if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    });
    const draw = throttle(60, () => {
        view.arrange();
        if (follow) view.toEnd();
    }, signal);

    function setFollow(next) {
        follow = next;
        followButton.setAttribute('aria-pressed', String(follow));
        if (follow) view.toEnd();
    }

    function search(to) {
        view.options.words = words.value;
        found = view.matches(words.value);
        at = -1;
        view.arrange();
        if (found.length > 0) step(to + 1);
        else matchText.textContent = words.value ? 'not found' : '';
    }

    function step(by) {
        if (found.length === 0) return;
        at = (at + by + found.length) % found.length;
        matchText.textContent = `${format.count(at + 1)} of ${format.count(found.length)}`;
        setFollow(false);
        view.aim(found[at]);
    }

    function jumpToError() {
        const index = log.firstError();
        if (index < 0) matchText.textContent = 'no error in this log';
        else {
            setFollow(false);
            view.aim(index + 1);
        }
    }

    function begin() {
        view.arrange();
        if (state().line) view.aim(Number(state().line));
        else if (lineWanted !== null) view.aim(lineWanted);
        else if (state().jump === 'error') jumpToError();
        else if (follow) view.toEnd();
        if (first.nextOffset < first.size) status.replaceChildren(partial(`${format.bytes(first.nextOffset - first.offset)} of ${format.bytes(first.size)}, around the line that was found`));
        else if (first.offset > 0) status.replaceChildren(partial(`the last ${format.bytes(first.size - first.offset)} of ${format.bytes(first.size)}`));
        if (!about.live) return;
        listen();
        document.addEventListener('visibilitychange', seen);
        signal.addEventListener('abort', close);
    }

    let nextOffset = first.nextOffset;
    let over = false;
    let retry = 0;

    function listen() {
        source?.close();
        source = api.followLog(application, { container: about.container, stream: about.stream, attempt: about.attempt, offset: nextOffset }, {
            onChunk: chunk => {
                // After a reconnect the server may begin a little earlier than asked.
                if (chunk.nextOffset <= nextOffset) return;
                nextOffset = chunk.nextOffset;
                log.append(chunk.text);
                draw();
            },
            onState: next => {
                status.textContent = next === 'connected' ? 'live' : 'reconnecting…';
                clearTimeout(retry);
                if (next !== 'connected' && source?.readyState === EventSource.CLOSED && !over) retry = setTimeout(listen, RETRY_MILLIS);
            },
            onEnd: () => {
                over = true;
                log.finish();
                draw();
                status.textContent = 'ended';
            },
        });
    }

    /** A tab in the background gives its connection back. */
    function seen() {
        if (over) return;
        if (document.hidden) source?.close();
        else listen();
    }

    function close() {
        clearTimeout(retry);
        document.removeEventListener('visibilitychange', seen);
        source?.close();
    }

    const downloadAddress = api.url(path, { ...query, download: true });
    return {
        element: view.element, begin,
        close,
        update: () => {
            const level = state().level ?? '';
            const wrap = state().wrap === 'true';
            if (level !== view.options.level || wrap !== view.options.wrap) {
                Object.assign(view.options, { level, wrap });
                view.arrange();
                if (follow) view.toEnd();
            }
            if (state().line && Number(state().line) !== view.options.aimed) view.aim(Number(state().line));
        },
        tools: () => {
            Object.assign(view.options, { level: state().level ?? '', wrap: state().wrap === 'true' });
            setFollow(follow);
            const wrapButton = h('button.chip', { type: 'button', 'aria-pressed': String(view.options.wrap), onclick: () => {
                const next = !(state().wrap === 'true');
                wrapButton.setAttribute('aria-pressed', String(next));
                change({ wrap: next ? 'true' : null });
            } }, 'Wrap');
            return [
                words, matchText,
                select('Level', [['', 'All levels'], ['info', 'Info and above'], ['warn', 'Warnings and errors'], ['error', 'Errors']], state().level ?? '', value => change({ level: value || null })),
                wrapButton, about.live ? followButton : null,
                button('First error', jumpToError, { tone: 'small' }),
                h('a.button.small', { href: downloadAddress, download: '', dataset: { outside: '' } }, 'Download'), status,
            ];
        },
    };
}
