/** What a driver that others started said of itself, where nothing else tells. */
import { h } from '../../core/dom.js';
import * as format from '../../core/format.js';
import { bar, ended, facts, since } from '../../ui/basics.js';
import { empty, panel } from '../../ui/panel.js';

export function driverPanel(application) {
    const { driver } = application;
    const over = ended(application.appState);
    const frame = panel({ title: 'What its driver tells', note: driver ? ['asked ', since(driver.at), over ? ', for the last time' : ', every 15 s'] : '' });
    frame.inside.append(driver ? figures(driver) : empty(over ? 'Its driver was not asked before it ended.' : 'Its driver has not answered yet.', {
        hint: over ? 'What it did is not known.' : 'Neither plugin nor event log tells what it does, so its own Spark UI (port 4040) is asked every 15 s.' }));
    return frame.element;
}

function figures(driver) {
    const { jobs, stages, tasks } = driver;
    const counts = ({ total, active, completed, failed }) => [format.count(total), h('small.muted', [` ${format.count(completed)} done`, active ? `, ${format.count(active)} active` : '', failed ? h('span.bad', `, ${format.count(failed)} failed`) : ''])];
    return facts([
        ['Executors', [`${format.count(driver.executors)} live`, h('small.muted', ` of ${format.count(driver.executorsEver)} ever, ${format.plural(driver.cores, 'core')}`)]],
        ['Jobs', counts(jobs)], ['Stages', counts(stages)],
        ['Tasks', [counts(tasks), ' ', tasks.total ? bar(tasks.completed / tasks.total, { wide: false, title: `${format.percent(tasks.completed / tasks.total)} of the tasks so far` }) : null]],
        driver.taskMillis ? ['Task time', format.duration(driver.taskMillis)] : null,
    ]);
}
