/** What cannot be known of an application that others started, and how more of it would be. */
import { h } from '../../core/dom.js';
import { address } from '../../core/router.js';
import { command, facts } from '../../ui/basics.js';
import { panel } from '../../ui/panel.js';

export function unknownPanel(application) {
    const pushed = application.submissionSource === 'agent';
    const seen = application.submissionSource === 'kubernetes';
    const to = (tab, word) => h('a', { href: address(location.pathname, { tab }), style: { textDecoration: 'underline' } }, word);
    const frame = panel({ title: 'What is not known here', note: pushed ? 'its driver pushes what it tells' : seen ? 'it is seen by its pod' : 'it is seen by its event log' });
    frame.inside.append(facts([
        seen ? ['Logs', ['Those of its pods: ', h('code', `kubectl logs -n ${application.labels.namespace} ${application.labels.pod}`)]] : ['Logs', ['Events hold no log lines. Where its cluster manager keeps them, ', to('executors', 'Executors'), ' has the links.']],
        ['Cost', 'Nobody told what its cluster costs; core hours are those of executors.'],
        seen ? null : ['Configuration', ['What Spark was given is under ', to('environment', 'Environment'), '.']],
        application.job ? null : ['Job', ['Its properties name none; ', h('code', 'spark.spindrift.jobId'), ' does.']],
        pushed ? null : seen ? ['Stages, SQL, memory', ['Neither plugin nor event log tells them. These lines in its ', h('code', 'spark-defaults.conf'), ' let the driver push them:', command(plugin())]] : ['Live, and memory', ['A log is written now and then. These lines in its ', h('code', 'spark-defaults.conf'), ' let the driver push instead:', command(plugin())]],
    ]));
    return frame.element;
}

function plugin() {
    return ['spark.jars             /path/to/spindrift-agent.jar', 'spark.plugins          io.spindrift.agent.SpindriftPlugin', `spark.spindrift.url    ${location.origin}`, 'spark.spindrift.token  <a token>'].join('\n');
}
