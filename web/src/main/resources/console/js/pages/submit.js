/** The submit dialog: a form and the JSON of the request, kept in step. */
import { h, replace } from '../core/dom.js';
import * as api from '../api.js';
import { applicationAddress, go } from '../core/router.js';
import { button, choice, command, select } from '../ui/basics.js';
import { openDialog } from '../ui/dialog.js';
import { toast } from '../ui/toast.js';
import { checkResult } from './submit/check.js';
import { requestForm } from './submit/form.js';
import { cliLine, curlLine, withoutFlag } from './submit/lines.js';
import { styled } from '../core/style.js';

await styled('submit');

const EMPTY = { jobId: '', configOverrides: { type: 'Java', executor: { instances: 1 } } };

/** Opens it with a request to start from; `clusterId` is where it will run. */
export function submitDialog({ clusterId: begun, start }) {
    let clusterId = begun;
    let clusters = [];
    let request = structuredClone(start ?? EMPTY);
    let mode = 'form';
    const place = h('div');
    const modes = h('div.row', { style: { marginBottom: '12px' } });
    const wrong = h('div.bad.grow', { role: 'alert' });
    const outcome = h('div');
    const text = h('textarea.code', { rows: 22, spellcheck: 'false', 'aria-label': 'Request as JSON', oninput: () => readText() });
    const submit = button('Submit', send, { tone: 'primary' });
    const check = button('Check', ask);
    let valid = true;

    const form = requestForm({ cluster: () => clusterId, request: () => request, onchange: next => {
        request = next;
        replace(wrong);
        replace(outcome);
    } });

    function paint() {
        replace(modes, choice('Shown as', [['form', 'Form'], ['json', 'JSON'], ['line', 'curl and CLI']], mode, next => {
            mode = next;
            paint();
        }), h('span.grow'), clusters.length > 1 ? h('label.row', 'on cluster', select('Cluster', clusters.map(one => [one.id, one.state === 'AVAILABLE' ? one.id : `${one.id}, ${one.state.toLowerCase()}`]), clusterId, choose)) : h('span.muted', 'on cluster ', h('b', clusterId)));
        if (mode === 'form') {
            form.paint();
            replace(place, form.element);
        } else if (mode === 'json') {
            text.value = JSON.stringify(clean(request), null, 2);
            replace(place, text);
        } else {
            replace(place, h('div.stack', h('h3', 'Command line'), command(cliLine(clean(request))), omitted(), h('h3', 'curl'), command(curlLine(clean(request), clusterId, location.origin))));
        }
    }

    /** Templates are a cluster's own. */
    function choose(id) {
        clusterId = id;
        replace(outcome);
        form.learn();
        paint();
    }

    async function learn() {
        const { items } = await api.list(api.path('cluster'), { limit: 100 });
        clusters = items.filter(one => one.kind !== 'external' && one.state !== 'DELETING');
        if (clusters.length > 1) paint();
    }

    function omitted() {
        const names = withoutFlag(clean(request));
        return names.length > 0 ? h('p.muted', `${names.join(', ')} cannot be given by flags; the call below carries all.`) : null;
    }

    function readText() {
        try {
            request = JSON.parse(text.value);
            valid = true;
            replace(wrong);
        } catch (error) {
            valid = false;
            replace(wrong, `This is not JSON: ${error.message}`);
        }
        text.classList.toggle('invalid', !valid);
        submit.disabled = !valid;
        check.disabled = !valid;
    }

    async function ask() {
        if (!valid) return;
        check.disabled = true;
        try {
            const { items } = await api.write('POST', api.path('cluster', clusterId, 'app', 'check'), clean(request));
            replace(wrong);
            replace(outcome, checkResult(items[0]));
            form.mark(items[0].errors);
            outcome.scrollIntoView({ block: 'nearest' });
        } catch (error) {
            refuse(error);
        } finally {
            check.disabled = false;
        }
    }

    async function send() {
        if (!valid) return;
        if (form.uploading()) return void replace(wrong, 'A file is still being uploaded.');
        submit.disabled = true;
        try {
            const { items } = await api.write('POST', api.path('cluster', clusterId, 'app'), clean(request), { 'X-Spindrift-Source': 'ui' });
            dialog.close();
            toast(`Submitted ${items[0].id}`, 'completed');
            go(applicationAddress(items[0]));
        } catch (error) {
            refuse(error);
        } finally {
            submit.disabled = false;
        }
    }

    function refuse(error) {
        replace(wrong, error.message, error.requestId && h('small.muted', ` request ${error.requestId}`));
        form.mark(error.errors ?? []);
    }

    const dialog = openDialog({
        title: start ? 'Submit, starting from another run' : 'Submit an application',
        body: () => [modes, place, outcome],
        footer: close => [wrong, button('Cancel', close), check, submit],
        onclose: () => form.stop(),
    });
    paint();
    form.focus();
    // Without it the dialog still submits to the cluster that it began with.
    learn().catch(() => {});
}

/** The request without what is empty, as it is sent. */
export function clean(value) {
    if (Array.isArray(value)) return value;
    if (value === null || typeof value !== 'object') return value;
    const kept = {};
    for (const [key, part] of Object.entries(value)) {
        const cleaned = clean(part);
        const nothing = cleaned === undefined || cleaned === null || cleaned === '' || (typeof cleaned === 'object' && Object.keys(cleaned).length === 0);
        if (!nothing) kept[key] = cleaned;
    }
    return kept;
}
