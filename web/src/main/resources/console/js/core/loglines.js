/** Log text as lines with levels, and where each stands when only those in sight are drawn. Pure. */

const LEVEL = /\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|SEVERE)\b/;
const HEADER = /^(?:\d{2,4}[-/]\d{2}[-/]\d{2}|\[|\d{2}:\d{2}:\d{2}|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\b)/;
const RAISED = /^(?:Traceback \(most recent call last\)|Exception in thread|Caused by: |[\w.$]+(?:Exception|Error)(?::|$))/;
const ORDER = { debug: 0, info: 1, warn: 2, error: 3 };
const NAMES = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', WARNING: 'warn', ERROR: 'error', FATAL: 'error', SEVERE: 'error' };

/** A growing log. `append` takes text as it comes, cut anywhere. */
export class LogLines {
    lines = [];
    levels = [];
    #rest = '';
    #level = 'info';

    append(text) {
        const pieces = (this.#rest + text).split('\n');
        this.#rest = pieces.pop();
        for (const piece of pieces) this.#add(piece);
    }

    /** Takes what has no line end as a line, too: the log is over. */
    finish() {
        if (this.#rest) this.#add(this.#rest);
        this.#rest = '';
    }

    #add(piece) {
        const line = piece.replace(/\r$/, '').replaceAll('\t', '    ');
        this.#level = levelOf(line, this.#level);
        this.lines.push(line);
        this.levels.push(this.#level);
    }

    /** Indexes of the lines of a level or above. */
    atLeast(level) {
        if (!(level in ORDER) || level === 'debug') return null;
        const kept = [];
        for (let index = 0; index < this.lines.length; index += 1) {
            if (ORDER[this.levels[index]] >= ORDER[level]) kept.push(index);
        }
        return kept;
    }

    firstError() {
        return this.levels.indexOf('error');
    }
}

/** A line's level; one without its own, as in a stack trace, belongs to the line before. */
export function levelOf(line, before) {
    if (RAISED.test(line)) return 'error';
    if (!HEADER.test(line)) return before;
    const word = LEVEL.exec(line.slice(0, 120));
    return word ? NAMES[word[1]] : 'info';
}

/** The tops of lines of which each takes as many rows as its letters need; the last entry is the whole height. */
export function tops(lines, indexes, lettersPerRow, rowHeight) {
    const count = indexes ? indexes.length : lines.length;
    const result = new Float64Array(count + 1);
    for (let at = 0; at < count; at += 1) {
        const length = lines[indexes ? indexes[at] : at].length;
        result[at + 1] = result[at] + rowHeight * (lettersPerRow > 0 ? Math.max(1, Math.ceil(length / lettersPerRow)) : 1);
    }
    return result;
}

/** The line at a height. */
export function lineAt(heights, y) {
    let low = 0;
    let high = heights.length - 2;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (heights[middle] <= y) low = middle;
        else high = middle - 1;
    }
    return Math.max(0, low);
}

/** A line in pieces, every second of which matches the words looked for, whatever their case. */
export function pieces(line, words) {
    if (!words) return [line];
    const lower = line.toLowerCase();
    const wanted = words.toLowerCase();
    const result = [];
    let from = 0;
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
        result.push(line.slice(from, at), line.slice(at, at + wanted.length));
        from = at + wanted.length;
    }
    result.push(line.slice(from));
    return result;
}
