/** The view's state as it stands in the address: filters, sort, page, tab, range, zoom. Pure. */

/** The query string as an object; a key given several times keeps them all, comma-joined. */
export function parse(search) {
    const state = {};
    for (const [key, value] of new URLSearchParams(search)) {
        state[key] = key in state ? `${state[key]},${value}` : value;
    }
    return state;
}

/** An object as a query string, keys sorted so that equal states have equal links; empty values fall out. */
export function serialise(state) {
    const parameters = new URLSearchParams();
    for (const key of Object.keys(state).sort()) {
        const value = state[key];
        if (value !== undefined && value !== null && value !== '' && value !== false) parameters.set(key, String(value));
    }
    const text = parameters.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%7E', '~');
    return text ? `?${text}` : '';
}

/** State with changes laid over it; null removes a key, and a changed filter starts at page one. */
export function merge(state, changes, { keepPage = false } = {}) {
    const merged = { ...state, ...changes };
    if (!keepPage && !('page' in changes)) delete merged.page;
    for (const key of Object.keys(merged)) {
        if (merged[key] === null || merged[key] === undefined || merged[key] === '') delete merged[key];
    }
    return merged;
}

/** The values of a comma-separated key. */
export function list(state, key) {
    return state[key] ? state[key].split(',').filter(Boolean) : [];
}

/** Adds the value to the key's list, or takes it out. */
export function toggle(state, key, value) {
    const values = list(state, key);
    const next = values.includes(value) ? values.filter(other => other !== value) : [...values, value];
    return merge(state, { [key]: next.join(',') });
}

/** {field, descending} of "-startedAt"; null when unset. */
export function sortOf(text) {
    if (!text) return null;
    return text.startsWith('-') ? { field: text.slice(1), descending: true } : { field: text, descending: false };
}

/** The sort after a click on a column: its first direction, then the other one. */
export function nextSort(current, field, descendingFirst) {
    const sort = sortOf(current);
    if (!sort || sort.field !== field) return descendingFirst ? `-${field}` : field;
    return sort.descending ? field : `-${field}`;
}

/** Offset and limit for a page that counts from one. */
export function paging(state, size = 50) {
    const page = Math.max(1, Number.parseInt(state.page ?? '1', 10) || 1);
    return { page, offset: (page - 1) * size, limit: size };
}

/** A zoom "from~to" in epoch milliseconds; null when unset or senseless. */
export function zoomOf(text) {
    const [from, to] = (text ?? '').split('~').map(Number);
    return Number.isFinite(from) && Number.isFinite(to) && to > from ? { from, to } : null;
}
