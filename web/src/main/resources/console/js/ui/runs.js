/** The last runs of a job as small squares, and a figure over runs as a line. */
import { h, s } from '../core/dom.js';
import * as format from '../core/format.js';
import { applicationAddress } from '../core/router.js';
import { stateTone, stateWord } from './basics.js';
import { styled } from '../core/style.js';

await styled('jobs');

/** Oldest left; a click opens the run. */
export function runSquares(runs) {
    return h('span.runs', runs.map(run => h('a', {
        href: applicationAddress(run), dataset: { state: stateTone(run.appState) },
        title: `${stateWord(run.appState)}, ${format.duration(run.durationMillis)}\n${format.exact(run.startedAt ?? run.createdAt)}`, 'aria-label': `${stateWord(run.appState)}, ${format.ago(run.createdAt)}`,
    })));
}

/** A line through figures; gaps where one is missing. */
export function sparkline(values, title) {
    const known = values.filter(value => value !== null && value !== undefined);
    if (known.length < 2) return null;
    const most = Math.max(...known) || 1;
    let path = '';
    values.forEach((value, index) => {
        if (value === null || value === undefined) return;
        const x = 1 + (index / (values.length - 1)) * 94;
        const y = 20 - (value / most) * 18;
        path += `${path ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    return s('svg', { class: 'spark', viewBox: '0 0 96 22', role: 'img', 'aria-label': title }, s('path', { d: path }));
}
