/** What it cost, container by container. */
import { h, replace, throttle } from '../../core/dom.js';
import * as format from '../../core/format.js';
import * as api from '../../api.js';
import { bar, since, tile } from '../../ui/basics.js';
import { listing } from '../../ui/listing.js';
import { empty, fill, panel, partial } from '../../ui/panel.js';

export function show(tab) {
    const { signal, application } = tab;
    const ask = () => api.one(api.applicationPath(application(), 'cost'), {}, signal);
    const tiles = h('div.tiles');
    const days = panel({ title: 'By day', note: 'UTC, as it arose' });
    let cost = ask();
    let state = tab.state;
    const rows = listing({
        name: 'containers', label: 'Containers', title: 'Containers', local: true, key: row => `${row.attempt}/${row.container}/${row.startedAt}`, defaultSort: '-cost',
        columns: [
            { id: 'container', title: 'Container', sort: 'container', card: 'main', value: row => row.container, cell: row => row.container },
            { id: 'attempt', title: 'Attempt', number: true, hidden: true, value: row => row.attempt, cell: row => row.attempt },
            { id: 'node', title: 'Node', value: row => row.node, cell: row => row.node },
            { id: 'started', title: 'Started', sort: 'startedAt', value: row => row.startedAt, cell: row => since(row.startedAt) },
            { id: 'hours', title: 'Time', sort: 'hours', number: true, value: row => row.hours, cell: row => format.duration(row.hours * 3_600_000) },
            { id: 'cores', title: 'Cores', sort: 'cores', number: true, value: row => row.cores, cell: row => String(Math.round(row.cores * 100) / 100) },
            { id: 'memory', title: 'Memory', sort: 'memoryBytes', number: true, value: row => row.memoryBytes, cell: row => format.bytes(row.memoryBytes) },
            { id: 'coreHours', title: 'Core hours', sort: 'coreHours', number: true, card: 'figure', value: row => row.coreHours, cell: row => format.decimal(row.coreHours) },
            { id: 'gibHours', title: 'GiB hours', sort: 'gibHours', number: true, value: row => row.gibHours, cell: row => format.decimal(row.gibHours) },
            { id: 'price', title: 'Price', number: true, hint: 'Of a core hour and a GiB hour', value: row => row.pricePerCoreHour?.amount, cell: row => `${format.money(row.pricePerCoreHour)} + ${format.money(row.pricePerGibHour)}` },
            { id: 'cost', title: 'Cost', sort: 'cost', number: true, card: 'side', value: row => row.cost.amount, cell: row => h('b', { style: { fontWeight: 500 } }, format.money(row.cost)) },
        ],
        load: async () => ({ items: (await cost).containers }),
        nothing: () => empty('No container has run yet.', { hint: 'Costs begin with the driver.' }),
    });
    replace(tab.root, tiles, rows.element, days.element);

    function reload() {
        fill(tiles, async () => costTiles(await cost), { lines: 2, keep: true });
        fill(days.inside, async () => dayBars((await cost).days), { keep: true });
        return rows.update(state);
    }
    reload();
    return {
        update: next => {
            state = next;
            return rows.update(state);
        },
        live: throttle(4000, () => {
            cost = ask();
            reload();
        }, signal),
    };
}

function costTiles(cost) {
    const used = cost.total && cost.idle ? { ...cost.total, amount: cost.total.amount - cost.idle.amount } : null;
    const share = cost.total?.amount && cost.idle ? cost.idle.amount / cost.total.amount : null;
    return [
        tile('Cost', format.money(cost.total), cost.final ? 'final' : partial('still growing')),
        tile('Of it in use', format.money(used), 'cores that ran tasks'),
        tile('Of it idle', format.money(cost.idle), share === null ? '' : `${format.percent(share)} of the cost`, { tone: share > 0.5 ? 'bad' : '' }),
        tile('Core hours', format.decimal(cost.coreHours), 'driver and executors'),
    ];
}

function dayBars(days) {
    if (days.length === 0) return empty('Nothing has been booked yet.');
    const most = Math.max(...days.map(day => day.cost.amount)) || 1;
    return h('dl.facts', days.map(day => [h('dt', day.day), h('dd.row', bar(day.cost.amount / most, { tone: 'cpu', wide: true, title: format.money(day.cost) }), format.money(day.cost))]));
}
