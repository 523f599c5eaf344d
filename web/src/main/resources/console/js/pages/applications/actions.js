/** What can be done to an application, from the list and from its page. */
import * as api from '../../api.js';
import { alone } from '../../core/alone.js';
import { applicationAddress, compareAddress, go } from '../../core/router.js';
import { ended } from '../../ui/basics.js';
import { confirm } from '../../ui/dialog.js';
import { entry } from '../../ui/menu.js';
import { toast, toastError } from '../../ui/toast.js';

/** The entries of the menu of an application. */
export function applicationActions(application, close) {
    const then = action => () => {
        close();
        action(application);
    };
    const over = ended(application.appState);
    const compare = entry('Compare…', then(() => go(compareAddress(application))), { picture: 'swap' });
    if (application.submissionSource === 'kubernetes') return [compare];
    if (alone || application.observed) return [compare, entry('Download event log', then(downloadEventLog), { picture: 'download' })];
    return [
        entry('Run again', then(rerun), { picture: 'reset' }),
        entry('Clone and change…', then(clone), { picture: 'copy' }),
        entry('Logs', then(() => go(applicationAddress(application, { tab: 'logs' }))), { picture: 'jobs' }),
        compare,
        entry('Download event log', then(downloadEventLog), { picture: 'download' }),
        over ? null : entry('Kill', then(kill), { picture: 'killed', tone: 'danger' }),
    ].filter(Boolean);
}

/** Asks, then ends it. */
export async function kill(application) {
    const sure = await confirm({ title: `Kill ${application.id}?`, text: 'Its driver is asked to stop, and ended by force when it does not. Results that are not written yet are lost.', action: 'Kill' });
    if (!sure) return;
    try {
        await api.write('DELETE', api.applicationPath(application));
        toast(`${application.id} is being killed`, 'completed');
    } catch (error) {
        toastError(error);
    }
}

/** Runs the same request again and shows the new application. */
export async function rerun(application) {
    try {
        const { items } = await api.write('POST', api.applicationPath(application, 'rerun'), undefined, { 'X-Spindrift-Source': 'ui' });
        toast(`Submitted ${items[0].id}`, 'completed');
        go(applicationAddress(items[0]));
    } catch (error) {
        toastError(error);
    }
}

/** Opens the driver's own Spark UI beside this page; it is on another port, for it shows what the job's code says. */
export async function openSparkUi(application) {
    // Opened at once, as browsers allow windows only to a click; it goes on when the link is there.
    const beside = open('about:blank', '_blank');
    if (beside === null) return toast('This browser lets no window open; allow it for this page.', 'failed');
    beside.opener = null;
    beside.document.title = 'Spark UI';
    beside.document.body.textContent = 'Asking the driver for its Spark UI…';
    try {
        const { items } = await api.write('POST', api.applicationPath(application, 'spark-ui'));
        beside.location.replace(items[0].url);
    } catch (error) {
        beside.close();
        toastError(error);
    }
    return undefined;
}

/** Opens the submit dialog with the request of this application. */
export async function clone(application) {
    try {
        const [{ submitDialog }, config] = await Promise.all([import('../submit.js'), api.one(api.applicationPath(application, 'config'))]);
        const { appId, ...request } = config.request;
        submitDialog({ clusterId: application.clusterId, start: request });
    } catch (error) {
        toastError(error);
    }
}

export function downloadEventLog(application) {
    location.assign(api.url(api.applicationPath(application, 'eventlog'), { attempt: application.attempt }));
}
