/** Figures as people read them. Pure: the clock is handed in or defaults to now. */

const NONE = '–';
const THIN_SPACE = '\u202f';
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const SYMBOLS = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' };
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const missing = value => value === null || value === undefined || Number.isNaN(value);

const group = digits => digits.replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);

const pad = number => String(number).padStart(2, '0');

/** A whole number, grouped by three digits. */
export function count(value) {
    return missing(value) ? NONE : group(String(Math.round(value)));
}

/** A number with about three significant digits and no exponent: 11 630, 6.21, 0.0213. */
export function decimal(value) {
    if (missing(value)) return NONE;
    const size = Math.abs(value);
    if (size >= 100 || value === 0) return count(value);
    if (size >= 10) return value.toFixed(1);
    if (size >= 1) return value.toFixed(2);
    return trimZeros(value.toFixed(Math.min(8, 2 - Math.floor(Math.log10(size)))));
}

const trimZeros = text => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** A share of one as per cent. */
export function percent(share, digits = 0) {
    if (missing(share)) return NONE;
    if (share > 0 && share < 0.01 && digits === 0) return '< 1 %';
    return `${(share * 100).toFixed(digits)} %`;
}

/** Bytes in B…PiB, one digit after the point at most. */
export function bytes(value) {
    if (missing(value)) return NONE;
    let unit = 0;
    let size = value;
    while (size >= 1023.95 && unit < BYTE_UNITS.length - 1) {
        size /= 1024;
        unit += 1;
    }
    return `${unit === 0 ? Math.round(size) : trimZeros(size.toFixed(1))} ${BYTE_UNITS[unit]}`;
}

/** A duration in its two largest units: 640 ms, 6.2 s, 14 m 32 s, 1 h 04 m, 1 d 01 h. */
export function duration(millis) {
    if (missing(millis)) return NONE;
    if (millis < SECOND) return `${Math.round(millis)} ms`;
    if (millis < MINUTE - 50) {
        return millis < 10 * SECOND ? `${trimZeros((millis / SECOND).toFixed(1))} s` : `${Math.round(millis / SECOND)} s`;
    }
    const seconds = Math.round(millis / SECOND);
    if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
    return `${Math.floor(minutes / 1440)} d ${pad(Math.floor((minutes % 1440) / 60))} h`;
}

/** Money with its currency and at most four significant digits. */
export function money(value) {
    if (missing(value) || missing(value.amount)) return NONE;
    const symbol = SYMBOLS[value.currency] ?? `${value.currency} `;
    const sign = value.amount < 0 ? '−' : '';
    return sign + symbol + amount(Math.abs(value.amount));
}

function amount(size) {
    if (size === 0) return '0.00';
    if (size >= 1000) return group(String(Math.round(size)));
    if (size >= 1) return size.toPrecision(4).replace(/(\.\d\d)\d+$/, '$1');
    const digits = Math.min(9, 3 - Math.floor(Math.log10(size)));
    return trimZeros(size.toFixed(digits)).replace(/^0\.(\d)$/, '0.$10');
}

/** "3 m ago", "in 5 m". */
export function ago(time, now = Date.now()) {
    if (missing(time)) return NONE;
    const distance = now - new Date(time).getTime();
    const size = Math.abs(distance);
    if (size < 5 * SECOND) return 'just now';
    const text = coarse(size);
    return distance < 0 ? `in ${text}` : `${text} ago`;
}

function coarse(size) {
    if (size < MINUTE) return `${Math.floor(size / SECOND)} s`;
    if (size < HOUR) return `${Math.floor(size / MINUTE)} m`;
    if (size < DAY) return `${Math.floor(size / HOUR)} h`;
    return `${Math.floor(size / DAY)} d`;
}

/** Asked for once: to make a formatter takes a browser tens of milliseconds. */
let zone = null;

/** The exact UTC time and the viewer's own, for a hover. */
export function exact(time) {
    if (missing(time)) return '';
    const date = new Date(time);
    const utc = date.toISOString().slice(0, 19).replace('T', ' ');
    const local = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
    zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone || 'local';
    return `${utc} UTC\n${local} ${zone}`;
}

/** The clock time in UTC, with tenths when the range shown is short. */
export function clock(millis, rangeMillis = HOUR) {
    const text = new Date(millis).toISOString();
    if (rangeMillis <= 20 * SECOND) return text.slice(11, 21);
    if (rangeMillis > 2 * DAY) return `${text.slice(5, 10)} ${text.slice(11, 16)}`;
    return text.slice(11, 19);
}

/** How a figure moved against an earlier one; null when that cannot be said. */
export function change(current, before) {
    if (missing(current) || missing(before) || before === 0) return null;
    const share = (current - before) / before;
    const rounded = Math.round(Math.abs(share) * 100);
    if (rounded === 0) return { direction: 'same', text: 'unchanged' };
    const shown = rounded > 999 ? '> 999' : rounded;
    return share > 0
        ? { direction: 'up', text: `▲ ${shown} %` }
        : { direction: 'down', text: `▼ ${shown} %` };
}

/** Rows as CSV; cells that a spreadsheet would run as a formula are defused. */
export function csv(rows) {
    return rows.map(row => row.map(csvCell).join(',') + '\r\n').join('');
}

function csvCell(value) {
    let text = missing(value) ? '' : String(value);
    if (/^[=+@\t]/.test(text) || (/^-/.test(text) && Number.isNaN(Number(text)))) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** "1 task", "3 tasks". */
export function plural(number, word, words = `${word}s`) {
    return `${count(number)} ${number === 1 ? word : words}`;
}

const BATCH = /^(.*?)\s*(?:<br\/>)?\bid = [0-9a-f-]{36}(?:\s|<br\/>)*runId = [0-9a-f-]{36}(?:\s|<br\/>)*batch = (\d+)$/;

/** What Spark calls a job, a stage or a query; of a micro-batch its query and number stay, its two long ids go. */
export function described(text) {
    const [, name, batch] = BATCH.exec(text ?? '') ?? [];
    return batch === undefined ? text : `${name || 'streaming query'}, batch ${batch}`;
}
