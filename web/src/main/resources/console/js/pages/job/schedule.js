/** When a job runs by itself: what is set, and the dialog that sets it. */
import { h, replace } from '../../core/dom.js';
import * as format from '../../core/format.js';
import * as api from '../../api.js';
import { applicationAddress } from '../../core/router.js';
import { styled } from '../../core/style.js';
import { button, facts, select, since } from '../../ui/basics.js';
import { confirm, openDialog } from '../../ui/dialog.js';
import { empty, fill, panel } from '../../ui/panel.js';
import { toast, toastError } from '../../ui/toast.js';

const OVERLAPS = [['allow', 'Both run'], ['forbid', 'The new one waits for its end'], ['replace', 'The old one is ended']];
const word = overlap => OVERLAPS.find(([value]) => value === overlap)?.[1] ?? overlap;
const pathOf = schedule => api.path('cluster', schedule.clusterId, 'job', schedule.jobId, 'schedule');

/** @param lastRun the newest application of the job, or undefined; what it was asked for is what will run */
export function schedulePanel(view, jobId, lastRun) {
    const frame = panel({ title: 'Schedule', note: 'when it runs by itself' });

    async function load() {
        const { items } = await api.list(api.path('schedule'), { jobId }, view.signal);
        frame.setTools(items.length > 0 || !lastRun() ? null : button('Run it by itself…', () => edit(null), { picture: 'pending' }));
        if (items.length > 0) return items.map(shown);
        return empty('It runs when somebody submits it.', { hint: lastRun() ? null : 'Once it has run, it can be given times.' });
    }
    const reload = () => fill(frame.inside, load, { lines: 2, keep: true });

    function shown(schedule) {
        const last = schedule.lastAppId
            ? [h('a', { href: applicationAddress({ clusterId: schedule.clusterId, id: schedule.lastAppId }) }, schedule.lastAppId), ' ', since(schedule.lastRunAt)]
            : since(schedule.lastRunAt);
        return h('div.stack', facts([
            ['Times', h('span', h('code', schedule.cron), ` ${schedule.timeZone}`)],
            ['Next run', schedule.suspended ? h('span.muted', 'suspended') : [since(schedule.nextRunAt), ` · ${format.exact(schedule.nextRunAt).split('\n')[0]}`]],
            ['Last run', last],
            schedule.refusal && ['Was refused', h('span.bad', schedule.refusal)],
            ['If the run before goes on', word(schedule.concurrencyPolicy)],
            ['As', `${schedule.user} on ${schedule.clusterId}`],
        ]), h('div.row',
            button(schedule.suspended ? 'Resume' : 'Suspend', () => write('PUT', schedule, { suspended: !schedule.suspended }, schedule.suspended ? 'It runs by itself again' : 'It is suspended'), { picture: schedule.suspended ? 'running' : 'pending' }),
            button('Change…', () => edit(schedule)),
            button('Remove…', () => remove(schedule), { tone: 'quiet' })));
    }

    async function write(method, schedule, changes, done) {
        const { cron, timeZone, suspended, concurrencyPolicy, request } = schedule;
        try {
            await api.write(method, pathOf(schedule), method === 'PUT' ? { cron, timeZone, suspended, concurrencyPolicy, request, ...changes } : undefined);
            toast(done, 'completed');
            reload();
        } catch (error) {
            toastError(error);
        }
    }

    async function remove(schedule) {
        const sure = await confirm({ title: 'Remove this schedule?', text: `${jobId} then runs only when somebody submits it. A run that goes on is not touched.`, action: 'Remove' });
        if (sure) write('DELETE', schedule, {}, 'The schedule is removed');
    }

    /** What a run is asked for: that of the schedule, or of the newest application. */
    async function requestOf(schedule, newest) {
        if (schedule && !newest) return schedule.request;
        const { appId, jobId: job, ...request } = (await api.one(api.applicationPath(lastRun(), 'config'))).request;
        return request;
    }

    async function edit(schedule) {
        await styled('submit');
        const wrong = h('div.bad.grow', { role: 'alert' });
        const cron = h('input.input.mono', { value: schedule?.cron ?? '0 3 * * *', required: true, dataset: { field: 'cron' }, autocomplete: 'off', spellcheck: 'false' });
        const zone = h('input.input', { value: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC', dataset: { field: 'timeZone' }, autocomplete: 'off', spellcheck: 'false' });
        let overlap = schedule?.concurrencyPolicy ?? 'forbid';
        const newest = h('input', { type: 'checkbox', checked: !schedule, disabled: !schedule });
        const submit = button('Save', null, { tone: 'primary', type: 'submit', form: 'schedule' });
        async function save() {
            submit.disabled = true;
            const place = { clusterId: schedule?.clusterId ?? lastRun().clusterId, jobId };
            try {
                await api.write('PUT', pathOf(place), { cron: cron.value.trim(), timeZone: zone.value.trim(), suspended: schedule?.suspended ?? false, concurrencyPolicy: overlap, request: await requestOf(schedule, newest.checked) });
                dialog.close();
                toast('The schedule is saved', 'completed');
                reload();
            } catch (error) {
                replace(wrong, (error.errors?.length ? error.errors : [error]).map(one => h('div', one.message)));
            } finally {
                submit.disabled = false;
            }
        }
        const body = h('form.form', { id: 'schedule', onsubmit: event => { event.preventDefault(); save(); } },
            h('label.field.half', 'Times', cron), h('label.field.half', 'Time zone', zone),
            h('small.muted.full', 'Minute, hour, day, month, weekday: ', h('code', '0 3 * * mon-fri'), '; or ', h('code', '@hourly'), ', ', h('code', '@daily'), ', ', h('code', '@every 90m'), '.'),
            h('label.field.full', 'If the run before goes on', select('If the run before goes on', OVERLAPS, overlap, value => { overlap = value; })),
            h('label.row.full', newest, lastRun() ? `Runs what ${lastRun().appId} was asked to run` : 'Runs what the newest application was asked to run'));
        const dialog = openDialog({ title: schedule ? `Schedule of ${jobId}` : `Run ${jobId} by itself`, body: () => body, footer: close => [wrong, button('Cancel', close), submit] });
        cron.focus();
    }

    reload();
    return { element: frame.element, reload };
}
