/** Rows of a name and a value, one empty row always at the end. */
import { h } from '../../core/dom.js';
import { button } from '../../ui/basics.js';

/** `pairs` is an object; `names` are the placeholders of a row. */
export function pairRows({ label, pairs, names, onchange }) {
    const element = h('div.pairs.full', { role: 'group', 'aria-label': label });
    const rows = Object.entries(pairs ?? {}).map(([name, value]) => ({ name, value: String(value) }));

    function tell() {
        onchange(Object.fromEntries(rows.filter(row => row.name.trim()).map(row => [row.name.trim(), row.value])));
    }

    function add(row) {
        const name = h('input.input.mono', { value: row.name, placeholder: names[0], 'aria-label': `${label}, name`, oninput: () => changed() });
        const value = h('input.input.mono', { value: row.value, placeholder: names[1], 'aria-label': `${label}, value`, oninput: () => changed() });
        const remove = button('', () => {
            rows.splice(rows.indexOf(row), 1);
            for (const part of [name, value, remove]) part.remove();
            if (rows.length === 0) grow();
            tell();
        }, { tone: 'quiet', picture: 'close', label: `Remove ${label.toLowerCase()}` });
        function changed() {
            row.name = name.value;
            row.value = value.value;
            if (rows.at(-1) === row && row.name) grow();
            tell();
        }
        element.append(name, value, remove);
    }

    function grow() {
        const row = { name: '', value: '' };
        rows.push(row);
        add(row);
    }

    for (const row of rows) add(row);
    grow();
    return element;
}
