/** A table of rows that are patched in place: sort by head, arrows walk, Enter opens, cards on a phone. */
import { h, append } from '../core/dom.js';
import { nextSort, sortOf } from '../core/query.js';

/**
 * Columns are `{id, title, cell(row), value?(row), number?, sort?, descendingFirst?, wide?, card?, clip?, unit?}`:
 * `sort` is the server's field, `value` is what CSV and sorting in the browser take, `card` places the cell
 * on a phone (`main`, `side`, `full`, `figure`). Rows are known by `key(row)` and open `href(row)`.
 */
export function table({ label, columns, key, href = () => null, onopen, onsort, select = null, note }) {
    const head = h('thead');
    const body = h('tbody');
    const element = h('table.cards', { 'aria-label': label }, head, body);
    const shown = new Map();
    let visible = columns;
    let sort = null;

    function paintHead() {
        head.replaceChildren(h('tr', select && h('th', h('span.unseen', 'Choose')), visible.map(column => headCell(column))));
    }

    function headCell(column) {
        const current = sortOf(sort);
        const mine = current !== null && current.field === column.sort;
        const text = column.unit ? `${column.title}, ${column.unit}` : column.title;
        const direction = mine ? (current.descending ? 'descending' : 'ascending') : null;
        return h(`th${column.number ? '.number' : ''}`, { scope: 'col', 'aria-sort': direction, title: column.hint },
            column.sort && onsort
                ? h('button', { type: 'button', onclick: () => onsort(nextSort(sort, column.sort, column.descendingFirst ?? column.number)) },
                    text, mine ? h('span', { 'aria-hidden': 'true' }, current.descending ? '▾' : '▴') : null)
                : text || h('span.unseen', column.label ?? 'Actions'));
    }

    function cells(row) {
        return [
            select && h('td', h('input', { type: 'checkbox', 'aria-label': `Choose ${key(row)}`, checked: select.has(key(row)), onchange: event => select.change(key(row), event.target.checked) })),
            visible.map(column => {
                const cell = h(`td${column.number ? '.number' : ''}${column.clip ? '.clip' : ''}${column.clip === 'narrow' ? '.narrow' : ''}`, { 'data-card': column.card, 'data-label': column.card === 'figure' ? column.title : null });
                append(cell, [column.cell(row)]);
                if (column.clip && cell.textContent.length > 18) cell.title = cell.textContent;
                return cell;
            }),
        ];
    }

    function patch(row) {
        const id = key(row);
        const print = JSON.stringify(row) + (select ? select.has(id) : '');
        const known = shown.get(id);
        if (known && known.print === print) return known.element;
        if (known) {
            known.print = print;
            known.row = row;
            const focused = known.element.contains(document.activeElement) && document.activeElement !== known.element;
            append((known.element.replaceChildren(), known.element), cells(row));
            if (focused) known.element.focus();
            return known.element;
        }
        const line = append(h(`tr${href(row) || onopen ? '.opens' : ''}`, { tabindex: '-1', dataset: { key: id } }), cells(row));
        shown.set(id, { element: line, print, row });
        return line;
    }

    function setRows(rows) {
        const keys = new Set(rows.map(key));
        for (const [id, known] of shown) {
            if (keys.has(id)) continue;
            known.element.remove();
            shown.delete(id);
        }
        rows.forEach((row, index) => {
            const line = patch(row);
            if (body.children[index] !== line) body.insertBefore(line, body.children[index] ?? null);
        });
        if (body.children.length > 0 && !body.querySelector('tr[tabindex="0"]')) body.children[0].tabIndex = 0;
    }

    function open(line) {
        const known = shown.get(line.dataset.key);
        if (!known) return;
        if (onopen) onopen(known.row);
        else line.querySelector('a[href]')?.click();
    }

    body.addEventListener('click', event => {
        if (event.target.closest('a, button, input, label') || String(getSelection())) return;
        const line = event.target.closest('tr.opens');
        if (line) open(line);
    });
    body.addEventListener('keydown', event => {
        const line = event.target.closest('tr');
        if (event.target !== line) return;
        const steps = { ArrowDown: line.nextElementSibling, ArrowUp: line.previousElementSibling, Home: body.firstElementChild, End: body.lastElementChild };
        if (event.key === 'Enter') open(line);
        else if (event.key === ' ' && select) line.querySelector('input')?.click();
        else if (steps[event.key]) focusRow(line, steps[event.key]);
        else return;
        event.preventDefault();
    });

    function focusRow(from, to) {
        from.tabIndex = -1;
        to.tabIndex = 0;
        to.focus();
    }

    paintHead();
    return {
        element, setRows,
        /** Puts a newer row in the place of the one shown; false when it is not on this page. */
        patch: row => shown.has(key(row)) && Boolean(patch(row)),
        row: id => shown.get(id)?.row,
        setSort: next => { sort = next; paintHead(); },
        setColumns: next => {
            visible = next;
            const rows = [...body.children].map(line => shown.get(line.dataset.key).row);
            shown.clear();
            body.replaceChildren();
            paintHead();
            setRows(rows);
        },
        note,
    };
}
