/** A table with all that belongs to it: filters, columns, paging, CSV, its four states. */
import { h, replace, download } from '../core/dom.js';
import * as format from '../core/format.js';
import { paging, sortOf } from '../core/query.js';
import { change } from '../core/router.js';
import { recall, remember } from '../core/theme.js';
import { button, select as selectBox } from './basics.js';
import { menuButton } from './menu.js';
import { empty, fill, panel } from './panel.js';
import { table } from './table.js';

const PAGE_SIZE = 50;
/** Above this one may go to a page by its number. */
const FEW_PAGES = 3;

/**
 * `load({offset, limit, sort}, state)` resolves to `{items, total}`; with `local` it resolves to all rows and
 * sorting and paging happen here. `filters` are nodes, `csv(state)` an address or nothing (then the rows in
 * hand are written). `name` keys the viewer's columns. The query keys are `sort` and `page`, after `prefix`.
 */
export function listing({ name, label, columns, key, href, load, local = false, filters = [], csv, defaultSort, prefix = '', title, note, tools = [], nothing, select, onopen, missing = null }) {
    const sortKey = `${prefix}sort`;
    const pageKey = `${prefix}page`;
    let state = {};
    let rows = [];
    let total = 0;
    const grid = table({ label, columns: chosenColumns(), key, href, onopen, select, onsort: sort => change({ [sortKey]: sort === defaultSort ? null : sort, [pageKey]: null }) });
    const frame = panel({ title, note, flush: true, whole: false });
    const filterPlace = h('div.row.filters-own');
    const buttons = [sortBox(), tools, columnsButton(), button('CSV', saveCsv, { tone: 'small', title: 'Download the whole filter as CSV' })];
    // Beneath a title the buttons stand beside it, and the bar is there for filters alone.
    const bar = h('div.filters', filterPlace, title ? null : h('div.row', buttons));
    if (title) frame.setTools(buttons);
    const scroll = h('div.scroll', { tabindex: '-1' }, grid.element);
    const pages = h('nav.pages', { 'aria-label': `Pages of ${label}` });
    const body = h('div');
    frame.inside.append(bar, body);
    setFilters(filters);

    function setFilters(nodes) {
        replace(filterPlace, nodes);
        bar.hidden = Boolean(title) && filterPlace.childElementCount === 0;
    }

    function chosenColumns() {
        const kept = recall(`columns.${name}`)?.split(',');
        return columns.filter(column => (kept ? kept.includes(column.id) : !column.hidden));
    }

    function columnsButton() {
        const element = menuButton('Columns', () => columns.map(column => h('label', h('input', {
            type: 'checkbox', checked: chosenColumns().includes(column),
            onchange: event => {
                const kept = new Set(chosenColumns().map(one => one.id));
                if (event.target.checked) kept.add(column.id);
                else kept.delete(column.id);
                if (kept.size === 0) return;
                remember(`columns.${name}`, [...kept].join(','));
                grid.setColumns(chosenColumns());
            },
        }), column.title || column.label)), { tone: 'small', align: 'right', caret: false });
        element.classList.add('wide-only');
        return element;
    }

    function sortBox() {
        const sortable = columns.filter(column => column.sort);
        if (sortable.length === 0) return null;
        const choices = sortable.map(column => [column.descendingFirst ?? column.number ? `-${column.sort}` : column.sort, `Sort: ${column.title}`]);
        const element = selectBox('Sort by', choices, defaultSort, value => change({ [sortKey]: value, [pageKey]: null }));
        element.classList.add('phone-only');
        return element;
    }

    function saveCsv() {
        if (csv) return location.assign(csv(state));
        const written = columns.filter(column => column.value);
        const all = local ? sorted(rows) : rows;
        return download(`${name}.csv`, format.csv([written.map(column => column.title), ...all.map(row => written.map(column => column.value(row)))]), 'text/csv');
    }

    function sorted(all) {
        const sort = sortOf(state[sortKey] ?? defaultSort);
        const column = sort && columns.find(one => one.sort === sort.field);
        if (!column) return all;
        const value = column.value ?? (row => row[column.sort]);
        return [...all].sort((one, two) => compare(value(one), value(two)) * (sort.descending ? -1 : 1));
    }

    function paint() {
        const { page, offset } = paging({ page: state[pageKey] }, PAGE_SIZE);
        const shown = local ? sorted(rows).slice(offset, offset + PAGE_SIZE) : rows;
        if (shown.length === 0 && page > 1) {
            // Fewer rows than before: the page in the address is no more.
            change({ [pageKey]: null }, { replaced: true });
            return undefined;
        }
        if (shown.length === 0) return nothing ? nothing(state) : empty('Nothing here yet.');
        grid.setSort(state[sortKey] ?? defaultSort);
        grid.setRows(shown);
        paintPages(page, offset, shown.length);
        return [scroll, pages];
    }

    function paintPages(page, offset, count) {
        pages.hidden = total <= PAGE_SIZE;
        const last = Math.ceil(total / PAGE_SIZE);
        const jump = h('input.input', { type: 'number', min: '1', max: String(last), value: String(page), 'aria-label': `Page of ${label}`, onchange: () => change({ [pageKey]: Math.max(1, Math.min(last, Math.round(Number(jump.value)) || 1)) }, { keepPage: true }) });
        replace(pages, h('span', `${format.count(offset + 1)} – ${format.count(offset + count)} of ${format.count(total)}`), h('span.grow'),
            last > FEW_PAGES ? h('label.row', 'Page', jump, `of ${format.count(last)}`) : null,
            button('Previous', () => change({ [pageKey]: page > 2 ? page - 1 : null }, { keepPage: true }), { tone: 'small', picture: 'left', disabled: page === 1 }),
            button('Next', () => change({ [pageKey]: page + 1 }, { keepPage: true }), { tone: 'small', disabled: offset + count >= total }));
    }

    /** Loads what the state asks for; rows that stay keep their place. */
    function update(next) {
        state = next;
        return fill(body, async () => {
            const { offset, limit } = paging({ page: state[pageKey] }, PAGE_SIZE);
            const answer = await load({ offset, limit, sort: state[sortKey] ?? defaultSort }, state);
            rows = answer.items;
            total = local ? rows.length : answer.total ?? rows.length;
            return paint();
        }, { lines: 8, keep: true, missing });
    }

    return { element: frame.element, update, patch: grid.patch, row: grid.row, setNote: frame.setNote, setFilters, total: () => total, rows: () => rows };
}

function compare(one, two) {
    if (one === two) return 0;
    if (one === null || one === undefined) return -1;
    if (two === null || two === undefined) return 1;
    return typeof one === 'string' ? one.localeCompare(two, 'en', { numeric: true }) : one - two;
}
