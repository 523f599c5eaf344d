/** The dialog that registers a Kubernetes cluster. */
import { h, replace } from '../../core/dom.js';
import * as api from '../../api.js';
import { address, go } from '../../core/router.js';
import { button, command } from '../../ui/basics.js';
import { openDialog } from '../../ui/dialog.js';
import { toast } from '../../ui/toast.js';
import { clean } from '../submit.js';
import { provision } from './kubernetes.js';

const FIELDS = [
    ['id', 'Id', 'prod', true], ['displayName', 'Name', 'Production'],
    ['imageRepository', 'Spark images', 'registry.example.com/spindrift/spark', true], ['namespace', 'Namespace', 'spark'],
    ['serviceAccount', 'Service account of drivers', 'spindrift-spark'], ['context', 'Context of the kubeconfig', 'its current one'],
    ['platformUrl', 'This platform, as pods reach it', 'https://spindrift.example:8480', false, 'Without it: no uploads; jobs and tasks by event logs alone.'],
    ['eventLogDir', 'Event logs', 's3a://bucket/spark-events', false, 'Where Spark writes its own, besides; none by default.'],
];

export function registerDialog() {
    const wrong = h('div.bad.grow', { role: 'alert' });
    const inputs = new Map();
    const field = ([name, title, placeholder, required, hint]) => {
        const input = h('input.input', { placeholder, required, dataset: { field: name }, autocomplete: 'off', spellcheck: 'false' });
        inputs.set(name, input);
        return h('label.field.half', title, input, hint && h('small', hint));
    };
    const number = (name, title, placeholder) => {
        const input = h('input.input', { placeholder, inputmode: 'decimal', dataset: { field: name }, autocomplete: 'off' });
        inputs.set(name, input);
        return h('label.field.half', title, input);
    };
    const kubeconfig = h('textarea.code', { rows: 8, spellcheck: 'false', dataset: { field: 'kubeconfig' }, placeholder: 'apiVersion: v1\nkind: Config\n…' });
    inputs.set('kubeconfig', kubeconfig);
    const inside = h('input', { type: 'checkbox', onchange: () => { kubeconfig.disabled = inside.checked; } });
    const prepare = h('input', { type: 'checkbox' });
    const body = h('form.form', { id: 'register', onsubmit: event => { event.preventDefault(); send(); } },
        FIELDS.slice(0, 2).map(field),
        h('label.field.full', 'Kubeconfig', kubeconfig), h('div.full', h('small.muted', 'With all it needs in it; it is kept encrypted, and never shown again:'), command('kubectl config view --raw --flatten --minify')),
        h('label.row.full', inside, 'The platform runs in this cluster: use its pod\'s service account'),
        FIELDS.slice(2).map(field),
        h('label.row.full', prepare, 'Make the namespace, service account and role of drivers where they are missing'),
        number('cores', 'Most cores for all applications', 'no bound'), number('memoryGib', 'Most memory for all, GiB', 'no bound'),
        number('perCoreHour', 'Price of a core hour', 'as on this machine'), number('perGibHour', 'Price of a GiB hour', 'as on this machine'));
    const submit = button('Register', null, { tone: 'primary', type: 'submit', form: 'register' });

    /** Two numbers that belong together; nothing where neither is given. */
    function pair(one, two, make) {
        const values = [one, two].map(name => inputs.get(name).value.trim());
        return values.every(value => value === '') ? undefined : make(...values.map(value => (value === '' ? null : Number(value))));
    }

    function request() {
        const texts = ['id', 'displayName', 'imageRepository', 'namespace', 'serviceAccount', 'context', 'platformUrl', 'eventLogDir'];
        const given = Object.fromEntries(texts.map(name => [name, inputs.get(name).value.trim()]));
        return clean({ ...given, ...(inside.checked ? { inCluster: true } : { kubeconfig: kubeconfig.value }),
            capacity: pair('cores', 'memoryGib', (cores, gib) => ({ cores, memoryBytes: gib === null ? null : Math.round(gib * 2 ** 30) })),
            prices: pair('perCoreHour', 'perGibHour', (perCoreHour, perGibHour) => ({ perCoreHour, perGibHour })) });
    }

    async function send() {
        submit.disabled = true;
        try {
            const { items } = await api.write('POST', api.path('cluster'), request());
            dialog.close();
            if (prepare.checked) await provision(items[0].id);
            toast(`${items[0].id} is registered`, 'completed');
            go(address(`/clusters/${encodeURIComponent(items[0].id)}`, {}));
        } catch (error) {
            replace(wrong, (error.errors?.length ? error.errors : [error]).map(one => h('div', one.message)));
            const paths = (error.errors ?? []).flatMap(one => one.fieldPaths ?? []).map(path => path.split('.').at(-1).replace('memoryBytes', 'memoryGib'));
            for (const [name, input] of inputs) {
                input.classList.toggle('invalid', paths.includes(name));
                input.setAttribute('aria-invalid', String(paths.includes(name)));
            }
        } finally {
            submit.disabled = false;
        }
    }

    const dialog = openDialog({ title: 'Register a Kubernetes cluster', body: () => body, footer: close => [wrong, button('Cancel', close), submit] });
    inputs.get('id').focus();
}
