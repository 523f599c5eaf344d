/** The start-up phases as a strip with their times. */
import { h } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { ended } from '../../ui/basics.js';
import { panel } from '../../ui/panel.js';

const WORDS = { queued: 'Queued', node: 'Node', image: 'Image', driver: 'Driver start', executors: 'Executors ready' };

/** In full while it starts; afterwards one quiet line of it. */
export function phasesStrip(application) {
    const phases = application.phases ?? [];
    if (phases.length === 0) return null;
    const over = ended(application.appState);
    // A phase that the end cut off ends with the application.
    const done = phases.every(phase => phase.endedAt && !(over && phase.endedAt >= application.endedAt));
    const total = phases.reduce((sum, phase) => sum + (phase.durationMillis ?? 0), 0);
    const frame = panel({ title: 'Start-up', note: done ? `${format.duration(total)} until executors were ready` : over ? 'it ended before executors were ready' : 'it is starting' });
    frame.inside.append(h('div.phases', { role: 'list' }, phases.map(phase => {
        const state = phase.endedAt ? 'done' : phase.startedAt && !over ? 'now' : 'later';
        return h('div', { role: 'listitem', dataset: { state }, style: { flexGrow: String(weight(phase, total)) }, onpointerenter: event => { if (phase.startedAt) event.currentTarget.title = format.exact(phase.startedAt); } },
            h('small', WORDS[phase.name] ?? phase.name),
            state === 'now' ? h('b', { dataset: { since: phase.startedAt } }, format.duration(Date.now() - new Date(phase.startedAt))) : h('b', format.duration(phase.durationMillis)),
            phase.detail ? h('small', phase.detail) : null);
    })));
    return frame.element;
}

function weight(phase, total) {
    return 1 + 5 * ((phase.durationMillis ?? 0) / Math.max(1, total));
}
