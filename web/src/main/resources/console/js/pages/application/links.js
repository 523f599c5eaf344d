/** Where the evidence of an issue or a failure is shown. */
import { alone } from '../../core/alone.js';
import { applicationAddress } from '../../core/router.js';

/** `{href, word}` of a link of the API, or null. */
export function linkOf(application, link) {
    if (!link) return null;
    const to = (state, word) => ({ href: applicationAddress(application, state), word });
    switch (link.kind) {
        case 'stage': return to({ tab: 'stages', stage: stageKey(link.id) }, `Show stage ${link.id.split('.')[0]}`);
        case 'task': return to(link.stage ? { tab: 'stages', stage: stageKey(link.stage), task: link.id } : { tab: 'stages' }, link.stage ? `Show task ${link.id}` : 'Show stages');
        case 'sql': return to({ tab: 'sql', query: link.id }, `Show query ${link.id}`);
        case 'job': return to({ tab: 'stages', job: link.id }, `Show job ${link.id}`);
        case 'executor': return to({ tab: 'executors' }, link.id === 'driver' ? 'Show the driver' : `Show executor ${link.id}`);
        case 'log': return alone || application.observed ? null : to({ tab: 'logs', container: link.id || 'driver', jump: 'error' }, 'Show the log');
        case 'config': return to({ tab: alone || application.observed ? 'environment' : 'configuration', q: link.id }, 'Show the setting');
        default: return null;
    }
}

/** "14" or "14.1" as stage and attempt. */
export function stageKey(id) {
    return id.includes('.') ? id : `${id}.0`;
}
