/** The stages of two runs in pairs, the greatest difference first. */
import { h } from '../../core/dom.js';
import { figure, moveOf, nameOf, textOf } from '../../core/figures.js';
import * as format from '../../core/format.js';
import { applicationAddress } from '../../core/router.js';
import { listing } from '../../ui/listing.js';
import { empty } from '../../ui/panel.js';

const SHOWN = ['durationMillis', 'taskMillis', 'tasks', 'maxTaskMillis', 'shuffleReadBytes', 'spillBytes', 'readBytes', 'gcMillis'];
const HIDDEN = ['tasks', 'maxTaskMillis', 'shuffleReadBytes', 'readBytes', 'gcMillis'];

const by = name => pair => {
    const { base, run } = figure(pair.figures, name);
    return Math.abs((run ?? 0) - (base ?? 0));
};

export function stagePairs(comparison, clusterId) {
    const { omitted } = comparison;
    return listing({
        name: 'compare-stages', title: 'Stages', label: 'Stages in pairs', note: omitted.stages ? `the greatest differences; ${format.count(omitted.stages)} more are left out` : 'the greatest difference in task time first',
        local: true, key: pair => `${pair.base?.stageId ?? ''}-${pair.run?.stageId ?? ''}`, defaultSort: '-taskMillis', prefix: 'stage-',
        columns: [
            { id: 'name', title: 'Stage', clip: true, card: 'main', value: pair => (pair.run ?? pair.base).name, cell: pair => format.described((pair.run ?? pair.base).name) },
            { id: 'ids', title: 'Before, now', card: 'side', value: pair => `${pair.base?.stageId ?? ''} ${pair.run?.stageId ?? ''}`, cell: pair => ids(pair, comparison, clusterId) },
            ...SHOWN.map(name => ({ id: name, title: nameOf(name), sort: name, number: true, hidden: HIDDEN.includes(name), hint: 'Sorted by how far the two are apart', card: ['durationMillis', 'taskMillis', 'spillBytes'].includes(name) ? 'figure' : undefined, value: by(name), cell: pair => twoOf(figure(pair.figures, name)) })),
        ],
        load: async () => ({ items: comparison.stages }),
        nothing: () => empty('Neither run has run a stage.'),
    });
}

function ids({ base, run }, comparison, clusterId) {
    const link = (stage, of) => h('a.underlined', { href: applicationAddress({ clusterId, id: of.appId }, { tab: 'stages', stage: `${stage.stageId}.${stage.stageAttempt}`, attempt: of.attempt > 1 ? of.attempt : null }) }, stage.stageId);
    if (base === null) return [h('span.tag.completed', 'new'), ' ', link(run, comparison.run)];
    if (run === null) return [link(base, comparison.base), ' ', h('span.tag.failed', 'gone')];
    return [link(base, comparison.base), ' → ', link(run, comparison.run)];
}

/** "31 s → 9 s ▼ 71 %". */
export function twoOf(one) {
    if (one.base === null && one.run === null) return '–';
    if (one.base === 0 && one.run === 0) return h('span.muted', textOf(one.name, 0));
    const move = moveOf(one);
    return h('span.two', h('span.muted', textOf(one.name, one.base)), h('span', { 'aria-label': 'then' }, '→'), h('b', textOf(one.name, one.run)), move ? h(`small${move.tone ? `.${move.tone}` : ''}`, move.text) : null);
}
