/** One application: what happened, what it cost, what to do next. */
import { alone } from '../core/alone.js';
import { h, replace, throttle } from '../core/dom.js';
import { icon } from '../core/icons.js';
import * as format from '../core/format.js';
import * as api from '../api.js';
import * as live from '../core/live.js';
import { address, applicationAddress, change, compareAddress, jobAddress } from '../core/router.js';
import { button, changeTone, ended, lasting, pill, select, since, tile } from '../ui/basics.js';
import { menuButton } from '../ui/menu.js';
import { skeleton } from '../ui/panel.js';
import { applicationActions, downloadEventLog, kill, openSparkUi, rerun } from './applications/actions.js';
import { linkOf } from './application/links.js';
import { styled } from '../core/style.js';

await styled('application');

const TABS = [
    ['overview', 'Overview', () => import('./application/overview.js')],
    ['executors', 'Executors', () => import('./application/executors.js')],
    ['jobs', 'Jobs', () => import('./application/jobs.js')],
    ['stages', 'Stages', () => import('./application/stages.js')],
    ['sql', 'SQL', () => import('./application/sql.js')],
    ['storage', 'Storage', () => import('./application/storage.js')],
    ['streaming', 'Streaming', () => import('./application/streaming.js')],
    ['connect', 'Connect', () => import('./application/connect.js')],
    ['environment', 'Environment', () => import('./application/environment.js')],
    ['logs', 'Logs', () => import('./application/logs.js')],
    ['configuration', 'Configuration', () => import('./application/configuration.js')],
    ['cost', 'Cost', () => import('./application/cost.js')],
];
/** Only of applications that the platform runs itself. */
const OPERATED = ['logs', 'configuration', 'cost'];
/** The history of a run begins with the first line of its event log. */
const MISSING = 'Nothing is known of this run yet; it is told from its driver’s first words on.';
const REFRESH_MILLIS = 4000;
/** Few runs have these: their tabs stand only where there is something in them. */
const RARE = ['streaming', 'connect'];
/** What of the state makes a tab a page of its own. */
const PARTS = { stages: 'stage', sql: 'query', storage: 'rdd', streaming: 'stream' };
/** What belongs to one tab is dropped on the way to another; the zoom and the attempt stay. */
const KEPT = ['attempt', 'zoom'];

export async function show(view) {
    const { clusterId, appId } = view.parameters;
    let state = view.state;
    let application = await api.one(api.path('cluster', clusterId, 'app', appId), {}, view.signal);
    // A link into Spark's own pages knows the application by another name, or not its cluster.
    if (application.clusterId !== clusterId) history.replaceState(null, '', applicationAddress(application, state));
    view.title(application.job?.displayName ?? application.id);
    const head = h('div.head');
    const sub = h('div.sub');
    const banner = h('div');
    const own = !alone && !application.observed;
    // Of a driver that is known by its pod alone, there is nothing beyond the overview.
    const seen = application.submissionSource === 'kubernetes';
    const shown = own ? TABS : TABS.filter(([name]) => (seen ? name === 'overview' : !OPERATED.includes(name)));
    const tabOf = next => (shown.some(([name]) => name === next.tab) ? next.tab : 'overview');
    const tiles = h(`div.tiles${own ? '' : '.five'}`, { 'aria-label': 'Figures' });
    const tabs = h('nav.tabs', { 'aria-label': 'Parts of the application', hidden: seen });
    const place = h('div');
    replace(view.root, crumbs(application), head, sub, banner, tiles, tabs, place);
    const there = new Set();
    let tab = null;

    /** Asks once the page is there, and again as long as it runs, whether the rare tabs have anything. */
    async function lookForRare() {
        if (seen) return;
        const unseen = RARE.filter(name => !there.has(name));
        const counts = await Promise.all(unseen.map(name => api.list(api.applicationPath(application, name), { attempt: state.attempt, limit: 1 }, view.signal).then(answer => answer.total ?? answer.items.length, () => 0)));
        unseen.forEach((name, index) => counts[index] > 0 && there.add(name));
        if (counts.some(count => count > 0)) paintTabs();
    }

    function paint() {
        once(head, [application.appState, application.killRequested, state.attempt], () => heading(application, state));
        once(sub, [application.appState, application.startedAt, application.endedAt, application.attempts.length, state.attempt], () => line(application, state));
        once(banner, [application.failure, application.stateReason, application.appState, application.warnings], () => [reason(application), warnings(application)]);
        once(tiles, [application.metrics, application.cost], () => figures(application));
    }

    function paintTabs() {
        const current = tabOf(state);
        const kept = Object.fromEntries(KEPT.filter(key => state[key]).map(key => [key, state[key]]));
        replace(tabs, shown.filter(([name]) => name === current || !RARE.includes(name) || there.has(name)).map(([name, title]) => h('a', {
            href: address(location.pathname, { ...kept, tab: name === 'overview' ? null : name }), 'aria-current': name === current ? 'page' : null,
        }, title)));
        // On a phone the tabs scroll: the current one must be in sight. Asked with the next frame, which is laid out anyway.
        requestAnimationFrame(() => {
            const marked = tabs.querySelector('[aria-current]');
            if (marked && tabs.scrollWidth > tabs.clientWidth) tabs.scrollLeft = marked.offsetLeft - tabs.clientWidth / 2;
        });
    }

    async function showTab() {
        const name = tabOf(state);
        tiles.classList.toggle('wide-only', name !== 'overview');
        const identity = `${name} ${state.attempt ?? ''} ${state[PARTS[name]] ?? ''}`;
        if (tab?.identity === identity) return tab.update?.(state);
        tab?.leave.abort();
        const leave = new AbortController();
        view.signal.addEventListener('abort', () => leave.abort());
        const mine = { identity, leave, update: null, live: null };
        tab = mine;
        const waiting = setTimeout(() => replace(place, skeleton(8)), 150);
        const module = await TABS.find(([one]) => one === name)[2]().finally(() => clearTimeout(waiting));
        if (leave.signal.aborted) return undefined;
        replace(place);
        const controls = await module.show({ root: place, state, signal: leave.signal, application: () => application, attempt: state.attempt, user: view.user, missing: MISSING });
        mine.update = controls?.update ?? null;
        mine.live = controls?.live ?? null;
        return undefined;
    }

    const refresh = throttle(REFRESH_MILLIS, async () => {
        application = await api.one(api.applicationPath(application), {}, view.signal);
        paint();
        lookForRare();
    }, view.signal);

    live.on('application', next => {
        if (next.id !== application.id || next.clusterId !== application.clusterId) return;
        // Events tell no limits of memory; what is known of them stays until it is asked for again.
        const { peakMemory } = next.metrics.peakMemory?.limitBytes ? next.metrics : application.metrics;
        application = { ...application, ...next, metrics: { ...next.metrics, peakMemory: peakMemory ?? next.metrics.peakMemory } };
        paint();
        tab?.live?.(application);
        refresh();
    }, view.signal);
    live.on('refresh', refresh, view.signal);

    function update(next) {
        state = next;
        paint();
        paintTabs();
        return showTab();
    }
    await update(state);
    lookForRare();
    return { update };
}

/** Paints a part again only when what it shows has changed, so that focus and hovers stay. */
function once(element, shown, make) {
    const print = JSON.stringify(shown);
    if (element.print === print) return;
    element.print = print;
    replace(element, make());
}

function crumbs(application) {
    return h('nav.crumbs', { 'aria-label': 'Breadcrumb' }, h('a', { href: '/' }, 'Applications'), ' / ',
        application.job ? h('a', { href: jobAddress(application.job.id) }, application.job.displayName) : application.displayName);
}

function heading(application, state) {
    const over = ended(application.appState);
    return [
        h('h1', { title: application.id }, application.displayName), pill(application.appState),
        application.killRequested && !over ? h('span.tag', 'ending') : null,
        h('div.actions',
            application.previousAppId ? h('a.button', { href: compareAddress(application, { attempt: state.attempt }) }, 'Compare with previous') : null,
            application.appState === 'RUNNING' && !alone && !application.observed ? button('Spark UI', () => openSparkUi(application), { picture: 'external', title: 'The driver’s own pages, while it lives' }) : null,
            over || alone || application.observed ? null : button('Kill', () => kill(application), { tone: 'danger', disabled: application.killRequested }),
            alone || (application.observed && application.submissionSource !== 'kubernetes') ? button('Event log', () => downloadEventLog(application), { picture: 'download', title: 'Download the event log' }) : null,
            alone || application.observed ? null : button('Run again', () => rerun(application), { tone: 'primary' }),
            menuButton('', close => applicationActions(application, close), { picture: 'more', label: 'More actions', align: 'right' })),
    ];
}

function line(application, state) {
    const fact = (name, ...value) => h('span', `${name} `, h('b', value));
    const attempts = application.attempts.length;
    return [
        application.job && fact('Job', h('a', { href: jobAddress(application.job.id) }, application.job.displayName)),
        application.startedAt
            ? h('span', 'Started ', h('b', since(application.startedAt)), ` · ${application.startedAt.slice(11, 19)} UTC`)
            : h('span', 'Submitted ', h('b', since(application.createdAt))),
        application.startedAt && fact(application.endedAt ? 'Took' : 'Running for', lasting(application.startedAt, application.endedAt, application.endedAt ? application.metrics.durationMillis : undefined)),
        application.user && fact('User', application.user), alone ? null : fact('Cluster', h('a', { href: `/clusters/${encodeURIComponent(application.clusterId)}` }, application.clusterId)), application.sparkVersion && fact('Spark', application.sparkVersion), application.type && fact('Type', application.type),
        attempts > 1
            ? h('span.row', 'Attempt', select('Attempt', application.attempts.map(one => [String(one.attempt), `${one.attempt} of ${attempts}`]), state.attempt ?? String(attempts), value => change({ attempt: value === String(attempts) ? null : value })))
            : fact('Attempt', '1 of 1'),
        Object.entries(application.labels ?? {}).map(([key, value]) => h('a.tag', { href: address('/', { label: `${key}=${value}` }) }, `${key}=${value}`)),
    ];
}

function reason(application) {
    if (application.failure) {
        const link = linkOf(application, application.failure.link);
        const detail = application.failure.detail;
        return h('div.banner.failed', { role: 'status' }, icon('failed'), h('div.grow',
            h('b', application.failure.sentence), ' ', link && h('a', { href: link.href }, link.word),
            application.failure.advice && h('div', application.failure.advice),
            detail && h('details', h('summary', application.failure.exception ?? 'Details'), h('pre.trace', { tabindex: '0' }, detail))));
    }
    if (['TIMED_OUT', 'KILLED', 'INCOMPLETE'].includes(application.appState)) {
        return application.stateReason && h('div.banner.killed', icon('info'), h('div', application.stateReason));
    }
    if (application.retryAt && !ended(application.appState)) {
        const last = application.attempts.at(-1);
        return h('div.banner.pending', icon('pending'), h('div', `Attempt ${last.attempt} ended: ${last.reason}. The next may begin at ${application.retryAt.slice(11, 19)} UTC.`));
    }
    if (application.appState === 'PENDING' && application.stateReason) return h('div.banner.pending', icon('pending'), h('div', application.stateReason));
    if (application.appState === 'COMPLETED_WITH_WARNINGS') {
        return h('div.banner.warning', icon('warning'), h('div', 'It ended, yet something went wrong on the way; see What to do.'));
    }
    return null;
}

function warnings(application) {
    return (application.warnings ?? []).map(warning => h('div.banner.warning', { role: 'status' }, icon('warning'), h('div', warning.sentence)));
}

function figures(application) {
    const { metrics, cost } = application;
    // What runs is not compared yet: its figures still grow.
    const jobMedian = ended(application.appState) ? application.jobMedian : null;
    const against = (value, before, lessIsGood, first) => {
        const moved = format.change(value, before);
        const words = moved === null ? null : `${moved.text}${first ? `${moved.direction === 'same' ? ' from' : ' against'} the median of ${format.plural(jobMedian.runs, 'run')}` : ''}`;
        return [words, lessIsGood === null ? {} : { tone: changeTone(moved, lessIsGood) }];
    };
    const peak = metrics.peakMemory;
    const of = one => `${format.percent(one.bytes / one.limitBytes)} of ${one.executorId === 'driver' ? 'the driver’s limit' : `the limit, executor ${one.executorId}`}`;
    const share = peak?.limitBytes ? Math.max(...[peak, peak.driver].filter(Boolean).map(one => one.bytes / one.limitBytes)) : null;
    return [
        alone || application.observed ? null : tile('Cost', format.money(cost.total), ...against(cost.total?.amount, jobMedian?.cost?.amount, true, true)),
        tile('Core hours', format.decimal(metrics.coreHours), ...against(metrics.coreHours, jobMedian?.coreHours, true)),
        tile('Data read', format.bytes(metrics.dataReadBytes), ...against(metrics.dataReadBytes, jobMedian?.dataReadBytes, null)),
        tile('Data written', format.bytes(metrics.dataWrittenBytes), ...against(metrics.dataWrittenBytes, jobMedian?.dataWrittenBytes, null)),
        tile('Efficiency', format.percent(metrics.efficiency), `CPU efficiency ${format.percent(metrics.cpuEfficiency)}`, { gauge: metrics.efficiency, title: 'Task time over the time that executor cores were there' }),
        tile('Peak memory', format.bytes(peak?.bytes), share === null ? null : [of(peak), peak.driver && of(peak.driver)], { tone: share > 0.9 ? 'bad' : '' }),
    ];
}

