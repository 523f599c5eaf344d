/** Figures by their names: the end of a name is its unit. Pure. */
import * as format from './format.js';

const WORDS = {
    durationMillis: 'Duration', coreHours: 'Core hours', appHours: 'Application hours', efficiency: 'Efficiency', cpuEfficiency: 'CPU efficiency', taskMillis: 'Task time', idleMillis: 'Idle cores', cpuMillis: 'CPU', ioMillis: 'I/O',
    shuffleMillis: 'Shuffle', gcMillis: 'GC', internalsMillis: 'Spark internals', readBytes: 'Read', writtenBytes: 'Written', shuffleReadBytes: 'Shuffle read', shuffleWriteBytes: 'Shuffle written', spillBytes: 'Spilled',
    peakMemoryBytes: 'Peak memory', medianTaskMillis: 'Median task', maxTaskMillis: 'Longest task', failedTasks: 'Failed tasks', planNodes: 'Operators', planVersions: 'Plans',
};
/** More of these is better; of the amount of data, of tasks, stages and operators neither is. */
const MORE_IS_GOOD = /efficiency/i;
const NEUTRAL = /^(read|written)|^(tasks|jobs|stages|queries|sqls|executors|attempts|planNodes|planVersions)$/;

/** "shuffleReadBytes" as "Shuffle read". */
export function nameOf(name) {
    if (WORDS[name]) return WORDS[name];
    const words = name.replace(/(Millis|Bytes)$/, '').replace(/([A-Z])/g, letter => ` ${letter.toLowerCase()}`);
    return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The text of a value in the unit of its name. */
export function textOf(name, value) {
    if (value === null || value === undefined) return '–';
    if (name.endsWith('Millis')) return format.duration(value);
    if (name.endsWith('Bytes')) return format.bytes(value);
    if (/efficiency|share/i.test(name)) return format.percent(value);
    return Number.isInteger(value) ? format.count(value) : format.decimal(value);
}

/** How a figure moved: `{text, tone}` with tone `good`, `bad` or empty; null where that cannot be said. */
export function moveOf({ name, base, run }) {
    if (base === null || base === undefined || run === null || run === undefined) return null;
    if (base === 0 && run > 0) return { text: '▲ from 0', tone: NEUTRAL.test(name) ? '' : MORE_IS_GOOD.test(name) ? 'good' : 'bad' };
    const change = format.change(run, base);
    if (change === null) return { text: 'unchanged', tone: '' };
    // A few per cent are noise: only what is worth a look has a colour.
    const slight = Math.abs(run - base) / base < 0.05;
    const better = MORE_IS_GOOD.test(name) ? change.direction === 'up' : change.direction === 'down';
    return { text: change.text, tone: change.direction === 'same' || slight || NEUTRAL.test(name) ? '' : better ? 'good' : 'bad' };
}

/** The figure of this name among others, or one that is not known. */
export function figure(figures, name) {
    return figures.find(one => one.name === name) ?? { name, base: null, run: null, ratio: null };
}
