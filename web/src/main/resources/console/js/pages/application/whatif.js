/** How long the run would have taken with fewer or more executors, and how far that model is to be trusted. */
import { h, replace } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { address } from '../../core/router.js';
import { parse } from '../../core/query.js';
import * as api from '../../api.js';
import { makeChart } from '../../chart/chart.js';
import { chartPanel } from '../../chart/panel.js';
import { icon } from '../../core/icons.js';
import { ended, facts } from '../../ui/basics.js';
import { empty } from '../../ui/panel.js';
import { codes } from './issues.js';

export function whatIf(tab) {
    const { signal, application } = tab;
    const told = h('div.whatif');
    const frame = chartPanel({ missing: tab.missing, title: 'With other numbers of executors', name: 'what-if', load: async () => {
        const model = (await api.list(api.applicationPath(application(), 'whatif'), { attempt: tab.attempt }, signal)).items[0];
        replace(told, model ? verdict(model) : null);
        if (!model) return empty('No task has ended yet.', { hint: ended(application().appState) ? 'Without tasks there is nothing to reckon with.' : 'The model reckons with the tasks that have.' });
        frame.setNote(model.trusted ? `the model is ${errorOf(model)} off what it took` : ['the model is ', h('span.warn', `${errorOf(model)} off`), ' what it took: not to be trusted']);
        return { chart: await draw(model, signal) };
    } });
    frame.element.append(told);
    return { element: frame.element, load: () => frame.reload() };
}

const errorOf = model => format.percent(Math.abs(model.modelError), Math.abs(model.modelError) < 0.1 ? 1 : 0);

function draw(model, signal) {
    const { points } = model;
    const only = is => points.map(point => (is(point) ? point.durationMillis : null));
    const mine = point => point.executors === model.executors;
    return makeChart({
        kind: 'bars', signal, value: format.duration, label: 'Duration and core hours by number of executors', x: points.map(point => format.plural(point.executors, 'executor')),
        tickText: text => String(text).replace(/\D+$/, ''),
        series: [
            { label: 'Duration', token: 'series-5', values: only(point => !mine(point)) },
            { label: `As it ran, ${model.executors}`, token: 'cpu', values: only(mine) },
            { label: 'Core hours', token: 'gc', values: points.map(point => point.coreHours), value: format.decimal, line: true, right: true },
        ],
        note: index => h('div.muted', `${format.percent(points[index].utilisation)} of its cores in use`),
    });
}

function verdict(model) {
    const advice = model.suggestion;
    return [
        advice ? h('p.row.advice', icon('info'), h('span', codes(advice.text))) : null,
        model.notes.length > 0 ? h('ul.notes', model.notes.map(note => h('li', note))) : null,
        h('div.columns', facts([
            ['It took', format.duration(model.durationMillis)], ['The model says', format.duration(model.modelMillis)],
            ['The driver alone', `${format.duration(model.driverMillis)}, ${format.percent(model.durationMillis ? model.driverMillis / model.durationMillis : null)} of it`],
        ]), facts([
            ['All cores always busy', format.duration(model.idealMillis)], ['Executors without end', format.duration(model.criticalPathMillis)], ['One task after the other', format.duration(model.oneSlotMillis)],
        ])),
        model.criticalPath.length > 0 ? h('details', h('summary', 'The stages that no number of executors shortens'), criticalPath(model)) : null,
    ];
}

function criticalPath(model) {
    const { attempt } = parse(location.search);
    return h('div.scroll', { tabindex: '0' }, h('table', { 'aria-label': 'Critical path' },
        h('thead', h('tr', h('th', { scope: 'col' }, 'Stage'), h('th', { scope: 'col' }, 'Name'), h('th.number', { scope: 'col' }, 'Longest task'), h('th.number', { scope: 'col' }, 'Driver before it'))),
        h('tbody', model.criticalPath.map(one => h('tr', h('td', h('a', { href: address(location.pathname, { tab: 'stages', attempt, stage: `${one.stageId}.${one.stageAttempt}` }) }, one.stageId)), h('td.clip', { title: one.name }, one.name), h('td.number', format.duration(one.longestTaskMillis)), h('td.number', format.duration(one.waitMillis)))))));
}
