/** What is remarkable about a stage, as tags beside its name. */
import { h } from '../../core/dom.js';

export function marks(stage) {
    const words = { skew: stage.skew ? `skew ${Math.round(stage.skew)}×` : 'skew', spill: 'spill', gc: 'GC', failed: 'failed tasks' };
    return (stage.marks ?? []).map(mark => h(`span.tag.${mark === 'failed' ? 'failed' : 'warning'}`, { style: { marginLeft: '6px' } }, words[mark] ?? mark));
}
