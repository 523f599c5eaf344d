/** The form of the submit dialog. The request is the one truth: each field reads from it and writes to it. */
import { h, replace } from '../../core/dom.js';
import { icon } from '../../core/icons.js';
import * as format from '../../core/format.js';
import * as api from '../../api.js';
import { button } from '../../ui/basics.js';
import { pairRows } from './pairs.js';
import { splitArguments } from './lines.js';

const TYPES = ['Java', 'Scala', 'Python', 'SQL'];

/** `request()` is the request in hand, `onchange(next)` takes a new one. */
export function requestForm({ cluster, request, onchange }) {
    const element = h('form.form', { onsubmit: event => event.preventDefault() });
    const uploads = new AbortController();
    let running = 0;
    let known = null;

    const get = dotted => dotted.split('.').reduce((value, key) => value?.[key], request());

    function put(dotted, value) {
        const next = structuredClone(request());
        const keys = dotted.split('.');
        const last = keys.pop();
        const holder = keys.reduce((one, key) => {
            if (one[key] === null || typeof one[key] !== 'object') one[key] = {};
            return one[key];
        }, next);
        if (value === '' || value === undefined || value === null) delete holder[last];
        else holder[last] = value;
        onchange(next);
    }

    function text(label, dotted, { placeholder = '', kind = '', number = false, required = false } = {}) {
        const input = h('input.input', { value: get(dotted) ?? '', placeholder, required, type: number ? 'number' : 'text', min: number ? 0 : null, step: number === 'decimal' ? 'any' : null, dataset: { field: dotted }, oninput: () => put(dotted, number && input.value !== '' ? Number(input.value) : input.value) });
        return h(`label.field${kind ? `.${kind}` : ''}`, label, input);
    }

    function pick(label, dotted, choices, { none } = {}) {
        const current = get(dotted) ?? '';
        const all = choices.some(([value]) => value === current) || current === '' ? choices : [[current, current], ...choices];
        const box = h('select.select', { dataset: { field: dotted }, onchange: () => {
            put(dotted, box.value);
            if (dotted.endsWith('.type')) paint();
        } }, none ? h('option', { value: '' }, none) : null, all.map(([value, word]) => h('option', { value, selected: value === current }, word)));
        return h('label.field', label, box);
    }

    function fileField() {
        const dotted = 'configOverrides.mainApplicationFile';
        const input = h('input.input', { value: get(dotted) ?? '', placeholder: 'Drop a file here, or give a path or URI', 'aria-label': 'Main file', dataset: { field: dotted }, oninput: () => put(dotted, input.value) });
        const picker = h('input', { type: 'file', hidden: true, onchange: () => picker.files[0] && take(picker.files[0]) });
        const status = h('span.row.muted', { style: { fontSize: '12px', flex: 'none' }, 'aria-live': 'polite' });
        const drop = h('div.drop',
            { ondragover: event => { event.preventDefault(); drop.classList.add('over'); }, ondragleave: () => drop.classList.remove('over'), ondrop: event => {
                event.preventDefault();
                drop.classList.remove('over');
                if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
            } }, input, status, picker, button('Choose', () => picker.click(), { tone: 'small', picture: 'upload' }));

        async function take(file) {
            const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Upload' });
            replace(status, bar, format.bytes(file.size));
            running += 1;
            try {
                const stored = await api.upload(file, share => { bar.value = share; }, uploads.signal);
                input.value = stored.uri;
                put(dotted, stored.uri);
                guessFrom(file.name);
                replace(status, icon('check'), 'stored');
            } catch (error) {
                if (error.name !== 'AbortError') replace(status, h('span.bad', error.message));
            } finally {
                running -= 1;
            }
        }
        return h('div.field.full', h('span', 'Main file'), drop);
    }

    /** A Python or SQL file says what it is, and its name makes a job. */
    function guessFrom(name) {
        const type = name.endsWith('.py') ? 'Python' : name.endsWith('.sql') ? 'SQL' : null;
        if (type) put('configOverrides.type', type);
        if (!get('jobId')) put('jobId', name.replace(/\.[^.]+$/, '').replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, ''));
        paint();
    }

    function argumentsField() {
        const dotted = 'configOverrides.arguments';
        const shown = (get(dotted) ?? []).map(one => (/[\s"]/.test(one) || one === '' ? JSON.stringify(one) : one)).join(' ');
        const input = h('input.input', { value: shown, placeholder: '--date 2026-11-20', dataset: { field: dotted }, oninput: () => put(dotted, splitArguments(input.value)) });
        return h('label.field.full', 'Arguments', input);
    }

    function sizes(name, title) {
        const base = `configOverrides.${name}`;
        return [
            text(`${title} cores`, `${base}.cores`, { placeholder: '1', number: true, kind: 'narrow' }),
            text(`${title} memory`, `${base}.memory`, { placeholder: '1g', kind: 'narrow' }),
        ];
    }

    function paint() {
        const type = get('configOverrides.type') ?? 'Java';
        const focused = element.contains(document.activeElement) ? document.activeElement.dataset.field : null;
        const compiled = type === 'Java' || type === 'Scala';
        replace(element,
            text('Job', 'jobId', { placeholder: 'daily-etl', required: true, kind: 'half' }),
            text('Application id', 'appId', { placeholder: 'made from the job when left empty', kind: 'half' }),
            pick('Type', 'configOverrides.type', TYPES.map(one => [one, one])),
            pick('Spark', 'configOverrides.sparkVersion', (known?.runtimes ?? []).map(runtime => [runtime.version, runtime.default ? `${runtime.version}, default` : runtime.version]), { none: 'default' }),
            pick('Template', 'configTemplateId', (known?.templates ?? []).map(template => [template.id, template.displayName]), { none: 'none' }),
            fileField(), compiled ? text('Main class', 'configOverrides.mainClass', { placeholder: 'com.example.Etl', kind: 'full' }) : null, argumentsField(),
            h('h3', 'Size'), text('Executors', 'configOverrides.executor.instances', { placeholder: '1', number: true }), sizes('executor', 'Executor'), sizes('driver', 'Driver'),
            text('Priority', 'configOverrides.priority', { placeholder: '0', number: true, kind: 'narrow' }),
            h('h3', 'Spark properties'), pairRows({ label: 'Spark property', pairs: get('configOverrides.sparkConf'), names: ['spark.sql.shuffle.partitions', '200'], onchange: pairs => put('configOverrides.sparkConf', pairs) }),
            h('h3', 'Labels'), pairRows({ label: 'Label', pairs: get('configOverrides.labels'), names: ['team', 'data'], onchange: pairs => put('configOverrides.labels', pairs) }));
        if (focused) element.querySelector(`[data-field="${focused}"]`)?.focus();
    }

    async function learn() {
        const [runtimes, templates] = await Promise.all([api.list(api.path('runtime')), api.list(api.path('cluster', cluster(), 'configTemplate'), { limit: 200 })]);
        known = { runtimes: runtimes.items, templates: templates.items };
        if (element.isConnected) paint();
    }
    const relearn = () => learn().catch(() => { known = { runtimes: [], templates: [] }; });
    relearn();

    return {
        element, paint, learn: relearn,
        uploading: () => running > 0,
        stop: () => uploads.abort(),
        focus: () => element.querySelector('input')?.focus(),
        /** Marks the fields that were refused. */
        mark: errors => {
            const wrong = new Set(errors.flatMap(error => error.fieldPaths ?? []));
            for (const field of element.querySelectorAll('[data-field]')) {
                const is = [...wrong].some(path => path === field.dataset.field || field.dataset.field.endsWith(`.${path}`));
                field.classList.toggle('invalid', is);
                if (is) field.setAttribute('aria-invalid', 'true');
                else field.removeAttribute('aria-invalid');
            }
        },
    };
}
