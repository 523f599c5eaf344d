// Made-up answers in the shapes of the OpenAPI document and of history's README, for work on the console.
import { comparison, whatIf } from './compare-fixtures.js';
import { history, logOf } from './history-fixtures.js';

const now = Date.now();
const iso = millis => new Date(millis).toISOString();
const usd = amount => ({ amount: Number(amount.toFixed(9)), currency: 'USD' });
const random = (seed => () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; })(42);

const JOBS = [['clickstream-sessions', 'amy', 240, 'Scala'], ['features-daily', 'ravi', 760, 'Python'], ['backfill-2024', 'lea', 300, 'Java'], ['daily-orders-etl', 'amy', 1200, 'Scala'], ['dim-customers', 'airflow', 362, 'SQL'], ['churn-model-train', 'ravi', 1300, 'Python'], ['load-test', 'amy', 60, 'Java'], ['inventory-snapshot', 'airflow', 557, 'Python']];
const STATES = ['COMPLETED', 'COMPLETED', 'COMPLETED', 'COMPLETED_WITH_WARNINGS', 'COMPLETED', 'FAILED', 'COMPLETED', 'COMPLETED', 'KILLED', 'COMPLETED'];

export const applications = [...Array(180).keys()].map(makeApplication);

function makeApplication(index) {
    const [job, user, seconds, type] = JOBS[index % JOBS.length];
    const state = index < 2 ? 'RUNNING' : index === 2 ? 'PENDING' : STATES[index % STATES.length];
    const created = now - (index < 3 ? (index + 1) * 180_000 : index * 3_300_000 + 600_000);
    const duration = Math.round(seconds * 1000 * (0.7 + random() * 0.6));
    const started = state === 'PENDING' ? null : created + 2400;
    const over = state !== 'RUNNING' && state !== 'PENDING';
    const stamp = iso(created).slice(0, 19).replace(/[-T:]/g, '');
    const id = `${job}-${stamp}-${(index * 7919 + 46656).toString(36).slice(-5).padStart(5, 'x')}`.slice(0, 46);
    const hours = duration / 3_600_000;
    return {
        id, internalId: `0b9e1d5e-6d5c-4c8c-9a7b-${String(index).padStart(12, '0')}`, displayName: id, clusterId: 'local', appState: state,
        submissionSource: ['cli', 'ui', 'public-api'][index % 3], createdAt: iso(created), updatedAt: iso(created + duration), startedAt: started && iso(started), endedAt: over ? iso(started + duration) : null, killRequested: false,
        job: { id: job, displayName: job }, user, type, sparkVersion: index % 4 === 3 ? '3.5.9' : '4.3.0', mainApplicationFile: 'spindrift://file/9f86/etl.py', labels: { team: index % 2 ? 'data' : 'science' }, priority: 0,
        queuePosition: state === 'PENDING' ? 3 : null, stateReason: over ? 'the driver ended with exit code 0' : state === 'PENDING' ? 'waits for room: needs 1 core, 0.2 are free' : null,
        failure: state === 'FAILED' ? { sentence: 'Stage 14 failed 4 times: java.lang.OutOfMemoryError: Java heap space in task 212 on executor 3', exception: 'java.lang.OutOfMemoryError', detail: 'java.lang.OutOfMemoryError: Java heap space\n\tat java.base/java.util.Arrays.copyOf(Arrays.java:3541)\n\tat org.apache.spark.unsafe.map.BytesToBytesMap.allocate(BytesToBytesMap.java:882)\n\tat org.apache.spark.sql.execution.UnsafeFixedWidthAggregationMap.<init>(UnsafeFixedWidthAggregationMap.java:108)', link: { kind: 'stage', id: '14.0' } } : null,
        attempts: started ? [{ attempt: 1, sparkAppId: `app-${stamp}-0000`, startedAt: iso(started), endedAt: over ? iso(started + duration) : null, exitCode: over ? 0 : null, reason: null }] : [],
        transitions: [], phases: [
            { name: 'queued', startedAt: iso(created), endedAt: started && iso(created + 120), durationMillis: started ? 120 : null },
            { name: 'driver', startedAt: started && iso(created + 120), endedAt: started && iso(created + 4900), durationMillis: started ? 4780 : null },
            { name: 'executors', startedAt: started && iso(created + 4900), endedAt: index > 0 && started ? iso(created + 7300) : null, durationMillis: index > 0 && started ? 2400 : null }],
        metrics: { durationMillis: started ? (over ? duration : now - started) : null, coreHours: started ? hours * 5 : null, appHours: hours, efficiency: started ? 0.35 + random() * 0.6 : null, cpuEfficiency: started ? 0.2 + random() * 0.3 : null, dataReadBytes: Math.round(random() * 2e11), dataWrittenBytes: Math.round(random() * 3e10), shuffleReadBytes: 9e9, shuffleWriteBytes: 9e9, spillBytes: 0, peakMemory: { bytes: 14.9 * 2 ** 30, limitBytes: 16 * 2 ** 30, executorId: '7' }, tasks: { total: 1864, completed: 1860, active: over ? 0 : 4, failed: 2 }, stages: { total: 6, completed: 5, active: 0, failed: 0, skipped: 1 }, executors: 7 },
        cost: { total: usd(hours * 3.1 * random()), idle: usd(hours * 0.4), final: over },
        issues: { error: state === 'FAILED' ? 2 : 0, warning: state === 'COMPLETED_WITH_WARNINGS' ? 2 : index % 5 === 0 ? 1 : 0, info: 1 },
        jobMedian: { runs: 10, durationMillis: seconds * 1000, cost: usd(0.86), coreHours: 6.9, dataReadBytes: 1.8e11, dataWrittenBytes: 2.1e10, efficiency: 0.69 },
        progress: state === 'RUNNING' ? { activeStages: [{ stageId: 12, name: 'exchange', tasks: { total: 400, completed: 137, active: 4, failed: 0 } }] } : null,
        previousAppId: index < 170 ? 'before' : null, rerunOf: null,
    };
}

const CONFIG = { type: 'Scala', sparkVersion: '4.3.0', mainClass: 'com.example.Etl', mainApplicationFile: 'spindrift://file/9f86d081/etl.jar', arguments: ['--date', '2026-11-20'], sparkConf: { 'spark.sql.shuffle.partitions': '400', 'spark.sql.adaptive.enabled': 'true' }, driver: { cores: 1, memory: '1g' }, executor: { instances: 7, cores: 4, memory: '14g', memoryOverhead: '2g' }, labels: { team: 'data' } };
const KEYS = [['arguments', ['--date', '2026-11-20'], 'override', ['--date', '2026-11-19']], ['driver.cores', 1, 'default'], ['driver.memory', '1g', 'default'], ['executor.cores', 4, 'template'], ['executor.instances', 7, 'template'], ['executor.memory', '14g', 'tuning(memory-headroom)', '12g'], ['executor.memoryOverhead', '2g', 'job'], ['labels.team', 'data', 'job'], ['mainApplicationFile', 'spindrift://file/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08/etl.jar', 'override'], ['mainClass', 'com.example.Etl', 'override'], ['sparkConf.spark.sql.adaptive.enabled', 'true', 'default'], ['sparkConf.spark.sql.shuffle.partitions', '400', 'override'], ['sparkVersion', '4.3.0', 'default'], ['timeout.minutes', 1440, 'default'], ['type', 'Scala', 'override']];

const CLUSTER = { id: 'local', displayName: 'This machine', kind: 'local', state: 'AVAILABLE', stateReason: null, createdAt: iso(now - 9e8), capacity: { cores: 2, memoryBytes: 20 * 2 ** 30 }, admitted: { cores: 1.8, memoryBytes: 6 * 2 ** 30 }, load: { cpuShare: 0.83, memoryUsedBytes: 9126805504, memoryTotalBytes: 25769803776, diskFreeBytes: 81604378624 }, running: 2, pending: 1, queue: [{ position: 1, appId: applications[2].id, jobId: 'backfill-2024', user: 'lea', priority: 0, cores: 1, memoryBytes: 3221225472, waitingSince: iso(now - 240_000) }], runtimes: ['4.3.0', '3.5.9'], prices: { perCoreHour: usd(0.02), perGibHour: usd(0.0025) } };
let tokens = [{ id: 'k3v9p2m8xq', name: 'installer', user: 'admin', admin: true, createdAt: iso(now - 9e8), lastUsedAt: iso(now - 60_000) }, { id: 'a1b2c3d4e5', name: 'airflow', user: 'airflow', admin: false, createdAt: iso(now - 5e8), lastUsedAt: null }];

const runOf = one => ({ appId: one.id, clusterId: 'local', appState: one.appState, createdAt: one.createdAt, startedAt: one.startedAt, durationMillis: one.metrics.durationMillis, cost: one.cost.total, coreHours: one.metrics.coreHours, efficiency: one.metrics.efficiency, dataReadBytes: one.metrics.dataReadBytes, dataWrittenBytes: one.metrics.dataWrittenBytes, issues: one.issues });
const jobs = JOBS.map(([id]) => {
    const runs = applications.filter(one => one.job.id === id);
    return { id, displayName: id, clusterIds: ['local'], runs: runs.length, lastRunAt: runs[0].createdAt, lastRuns: runs.slice(0, 30).reverse().map(runOf), median: { ...runs[0].jobMedian }, failedShare: runs.filter(one => one.appState === 'FAILED').length / runs.length, config: id === 'daily-orders-etl' ? { executor: { memoryOverhead: '2g' } } : null };
});

function summary(days) {
    const size = { 1: 24, 7: 28, 30: 30 }[days];
    const bucketMillis = { 1: 36e5, 7: 216e5, 30: 864e5 }[days];
    const series = make => [...Array(size).keys()].map(make);
    return { days, from: iso(now - days * 864e5), to: iso(now), currency: 'USD', applications: { value: 1284, before: 1211 }, successRate: { value: 0.979, before: 0.971 }, cost: { value: 1402.1, before: 1709 }, coreHours: { value: 11630, before: 12780 }, efficiency: { value: 0.68, before: 0.66 }, cpuEfficiency: { value: 0.41, before: 0.4 }, running: 2, pending: 1,
        ended: { bucketMillis, startedAt: iso(Math.floor(now / bucketMillis) * bucketMillis - (size - 1) * bucketMillis), COMPLETED: series(i => Math.round(34 + 14 * Math.sin(i * 1.57) + 5 * Math.cos(i * 0.7))), COMPLETED_WITH_WARNINGS: series(i => Math.round(2 + 2 * Math.abs(Math.sin(i * 0.9)))), FAILED: series(i => (i === 17 ? 9 : i % 5 === 0 ? 2 : 0)), KILLED: series(i => (i === 5 ? 1 : 0)), TIMED_OUT: series(() => 0) } };
}

function cost(query) {
    const days = 30;
    const buckets = [...Array(days).keys()].map(i => iso(now - (days - 1 - i) * 864e5).slice(0, 10));
    const groups = JOBS.map(([id], index) => {
        const values = buckets.map((_, day) => Math.max(0, (9 - index) * (3 + Math.sin(day / 2 + index)) * 0.7) * (query.get('metric') === 'idleCost' ? 0.2 : 1));
        const total = values.reduce((one, two) => one + two, 0);
        return { key: id, displayName: id, values, cost: usd(total), idleCost: usd(total * 0.2), coreHours: total * 12, appHours: total * 3, applications: 20 + index, share: 0, change: index % 3 === 0 ? null : Math.sin(index) / 2 };
    });
    const sum = groups.reduce((one, group) => one + group.cost.amount, 0);
    for (const group of groups) group.share = group.cost.amount / sum;
    return { from: iso(now - 30 * 864e5), to: iso(now), interval: 'day', groupBy: query.get('groupBy') ?? 'job', metric: query.get('metric') ?? 'cost', bookedTo: 'run', currency: 'USD', buckets, groups, totals: { cost: usd(sum), idleCost: usd(sum * 0.2), coreHours: sum * 12, appHours: sum * 3, applications: 180 }, before: { cost: usd(sum * 1.14), coreHours: sum * 13, appHours: sum * 3.2, applications: 171 } };
}

function hits(query) {
    const mark = (before, hit, after) => [{ text: before, hit: false }, { text: hit, hit: true }, { text: after, hit: false }];
    const one = applications[3];
    const base = { appId: one.id, attempt: 1, clusterId: 'local', appState: one.appState, jobId: one.job.id, user: one.user, at: one.createdAt };
    const all = [
        { ...base, kind: 'application', id: one.id, title: one.id, fragments: [mark('daily-', 'orders', '-etl, Scala, team=data')] },
        { ...base, kind: 'job', id: one.job.id, appId: null, title: one.job.id, fragments: [] },
        { ...base, kind: 'sql', id: '7', title: 'save at Etl.scala:31', fragments: [mark('SELECT sum(amount) FROM ', 'orders', ' JOIN customers USING (customer_id) GROUP BY region')] },
        { ...base, kind: 'error', id: '14', title: 'java.lang.OutOfMemoryError: Java heap space', appState: 'FAILED', fragments: [mark('Job aborted: stage 14 of ', 'orders', ' failed 4 times')] },
        { ...base, kind: 'log', id: 'driver', stream: 'stderr', line: 1207, offset: 90_112, title: '26/11/21 09:15:07 WARN TaskSetManager: Lost task 1.0 in stage 14.0 of orders (executor 3)', fragments: [mark('26/11/21 09:15:07 WARN TaskSetManager: Lost task 1.0 in stage 14.0 of ', 'orders', ' (executor 3)')] },
        { ...base, kind: 'config', id: 'spark.sql.shuffle.partitions', title: 'spark.sql.shuffle.partitions', fragments: [mark('400 for ', 'orders', '')] },
    ];
    const totals = { application: 1, job: 1, sql: 12, error: 3, log: 100_000, config: 9 };
    const offset = Number(query.get('offset') ?? 0);
    const limit = Number(query.get('limit') ?? 50);
    const shown = all.filter(hit => !query.get('kind') || query.get('kind').split(',').includes(hit.kind));
    const items = shown.flatMap(hit => Array(Math.max(0, Math.min(limit, totals[hit.kind] - offset))).fill(hit));
    const groups = Object.fromEntries(shown.map(hit => [hit.kind, totals[hit.kind]]));
    const total = Object.values(groups).reduce((one, two) => one + two, 0);
    return { items, total, facets: { kind: totals, state: { FAILED: 1, COMPLETED: 3 }, user: { amy: 4 }, job: { 'daily-orders-etl': 5 } }, groups, lowerBounds: ['log'] };
}

const envelope = (url, method, response, code = 200) => ({ request: { id: '6d0b7a52-6d7a-4c7e-9f0e-2b8a3c1d4e5f', url: url.pathname + url.search, method, timestamp: iso(Date.now()) }, response: { status: { code, message: code < 300 ? 'OK' : 'Refused' }, kind: 'spindrift:spark:any', count: response.items.length, ...response } });

function page(items, query) {
    const sort = query.get('sort');
    const offset = Number(query.get('offset') ?? 0);
    const get = (row, field) => row[field] ?? row.metrics?.[field] ?? (field === 'cost' ? row.cost?.total?.amount : row.job?.id);
    const sorted = sort ? [...items].sort((one, two) => { const a = get(one, sort.replace('-', '')); const b = get(two, sort.replace('-', '')); return (a > b ? 1 : a < b ? -1 : 0) * (sort.startsWith('-') ? -1 : 1); }) : items;
    return { items: sorted.slice(offset, offset + Number(query.get('limit') ?? 50)), total: items.length };
}

function filtered(query) {
    const has = (key, value) => !query.get(key) || query.get(key).split(',').includes(String(value));
    return applications.filter(one => has('appState', one.appState) && has('jobId', one.job.id) && has('user', one.user) && has('sparkVersion', one.sparkVersion) && has('submissionSource', one.submissionSource)
        && (!query.get('hasIssues') || one.issues.error + one.issues.warning > 0) && (!query.get('q') || one.id.includes(query.get('q')))
        && (!query.get('from') || (one.createdAt >= query.get('from') && one.createdAt < (query.get('to') ?? '3'))));
}

/** The answer to a request, `{status, body, headers}`. */
export function answer(method, url, body) {
    const respond = (response, code = 200) => ({ status: code, body: envelope(url, method, response, code) });
    const parts = url.pathname.replace('/ocean/spark/', '').split('/').filter(Boolean).map(decodeURIComponent);
    const query = url.searchParams;
    const key = `${method} ${parts[0]}`;
    if (url.pathname === '/login' || url.pathname === '/logout') return respond({ items: [{ name: 'admin', admin: true }] });
    if (key === 'GET user') return respond({ items: parts[1] ? [{ name: 'admin', admin: true, createdAt: iso(now) }] : [...new Set(JOBS.map(job => job[1]))].map(name => ({ name, admin: false })) });
    if (key === 'GET app') return respond(page(filtered(query), query));
    if (key === 'GET summary') return respond({ items: [summary(Number(query.get('days')))] });
    if (key === 'GET job') return respond(parts[1] ? { items: jobs.filter(job => job.id === parts[1]) } : page(jobs, query));
    if (key === 'GET cost') return respond({ items: [cost(query)] });
    if (key === 'GET search') return respond(parts[1] ? { items: [{ text: 'state:', word: 'state:', about: 'what became of the application', count: null }, { text: 'user:amy', word: 'user:amy', about: '', count: 12 }] } : hits(query));
    if (key === 'GET runtime') return respond({ items: [{ version: '4.3.0', default: true, scalaVersion: '2.13', javaVersion: 25 }, { version: '3.5.9', default: false, scalaVersion: '2.12', javaVersion: 17 }] });
    if (key === 'GET version') return respond({ items: [{ version: '0.1.0', javaVersion: '25.0.3', startedAt: iso(now - 3e6) }] });
    if (key === 'GET settings') return respond({ items: [['port', '8480', 'default', 'Where the platform listens'], ['bind', '127.0.0.1', 'default', 'The address it listens on'], ['data-dir', '/opt/spindrift/data', 'flag', 'Where all data lies'], ['price-per-core-hour', '0.02', 'file', 'Price of a core on local'], ['admin-token', '******', 'env', 'The first token']].map(([name, value, source, description]) => ({ key: name, value, source, description })) });
    if (url.pathname === '/ready') return respond({ items: [{ status: 'UP', checks: [{ name: 'data', status: 'UP', detail: 'RocksDB open' }, { name: 'journeys', status: 'UP', detail: 'beat 0.4 s ago' }] }] });
    if (key === 'GET token') return respond({ items: tokens, total: tokens.length });
    if (key === 'POST token') {
        const made = { id: `t${tokens.length}new00000`, user: 'admin', admin: false, ...JSON.parse(body), createdAt: iso(Date.now()), lastUsedAt: null };
        tokens = [...tokens, made];
        return respond({ items: [{ ...made, token: 'sd_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4' }] }, 201);
    }
    if (key === 'DELETE token') { tokens = tokens.filter(token => token.id !== parts[1]); return respond({ items: [] }); }
    if (key === 'PUT file') return respond({ items: [{ sha256: '9f86', complete: true, receivedBytes: 2048, sizeBytes: 2048, uri: `spindrift://file/9f86d081/${query.get('name')}` }] }, 201);
    if (key === 'GET cluster' && parts.length < 3) return respond({ items: [CLUSTER] });
    if (parts[0] === 'cluster' && parts[2] === 'configTemplate') return respond({ items: [{ id: 'small', displayName: 'Small', clusterId: 'local', config: { executor: { instances: 1, memory: '1g' } }, createdAt: iso(now), updatedAt: iso(now) }] });
    if (parts[0] === 'cluster' && parts[2] === 'app') return application(method, parts.slice(3), url, respond, body);
    return respond({ items: [], errors: [{ code: 'NOT_FOUND', message: `there is no ${url.pathname}` }] }, 404);
}

function application(method, parts, url, respond, body) {
    if (method === 'GET' && parts.length === 0) return respond(page(filtered(url.searchParams), url.searchParams));
    if (parts[0] === 'check') {
        const request = JSON.parse(body);
        const bad = Object.keys(request.configOverrides ?? {}).find(key => !(key in CONFIG) && !['deps', 'priority', 'timeout', 'hadoopConf'].includes(key));
        return respond({ items: [{ accepted: !bad, appId: `${request.jobId}-20261121091500-k3v9p`, errors: bad ? [{ code: 'UNKNOWN_FIELD', message: `unknown field 'configOverrides.${bad}'`, fieldPaths: [`configOverrides.${bad}`] }] : [], warnings: [{ code: 'NO_EFFECT', message: 'executor.spot has no effect on cluster local', fieldPaths: ['executor.spot'] }], config: { ...CONFIG, ...request.configOverrides }, configSources: { type: 'override', sparkVersion: 'default', 'executor.memory': 'template' }, placement: { clusterId: 'local', cores: 1, memoryBytes: 3221225472, startsNow: true, queuePosition: null, sentence: 'starts at once: needs 1 of 2 free cores' } }] });
    }
    if (method === 'POST' && parts.length === 0) return respond({ items: [applications[0]] }, 201);
    const one = applications.find(app => app.id === parts[0]);
    if (!one) return respond({ items: [], errors: [{ code: 'NOT_FOUND', message: `there is no application '${parts[0]}' on cluster local` }] }, 404);
    if (parts.length === 1 || parts[1] === 'rerun') return respond({ items: [{ ...one, config: CONFIG, configSources: {} }] });
    if (parts[1] === 'config') return respond({ items: [{ config: CONFIG, configSources: {}, keys: KEYS.map(([key, value, source, previous]) => ({ key, value, source, ...(previous === undefined ? {} : { previous }) })), request: { jobId: one.job.id, configOverrides: CONFIG }, sparkProperties: { 'spark.executor.memory': '14g', 'spark.app.name': one.job.id, 'spark.master': 'local-cluster' }, previousAppId: one.previousAppId }] });
    if (parts[1] === 'log' && parts.length > 2) {
        const text = logOf(parts[2] === 'executor' ? `executor-${parts[3]}` : 'driver');
        return { status: 200, body: text, headers: { 'Content-Type': 'text/plain', 'X-Log-Offset': '0', 'X-Log-Next-Offset': String(text.length), 'X-Log-Size': String(text.length) } };
    }
    if (parts[1] === 'log') return respond({ items: ['driver', 'executor-0', 'executor-1'].flatMap(container => ['stderr', 'stdout'].map(stream => ({ attempt: 1, container, stream, sizeBytes: stream === 'stderr' ? 182330 : 812, live: one.appState === 'RUNNING', url: '' }))) });
    if (parts[1] === 'spark-ui') return respond({ items: [], errors: [{ code: 'NOT_READY', message: 'the driver’s Spark UI does not answer yet; try again in a moment' }] }, 409);
    if (parts[1] === 'whatif') return respond({ items: [whatIf()] });
    if (parts[1] === 'compare') {
        const wanted = url.searchParams.get('with');
        const other = wanted ? applications.find(app => app.id === wanted) : applications.find(app => app.job.id === one.job.id && app.createdAt < one.createdAt && app.startedAt);
        return respond({ items: other ? [comparison(one, other)] : [] });
    }
    if (parts[1] === 'cost') return respond({ items: [costOf(one)] });
    const made = one.appState === 'PENDING' ? null : history(one, parts.slice(1), url.searchParams);
    return made ? respond(made.items ? made : { items: [made] }) : respond({ items: [], errors: [{ code: 'NOT_FOUND', message: 'no such answer' }] }, 404);
}

function costOf(one) {
    const from = one.startedAt;
    const hours = (one.metrics.durationMillis ?? 0) / 36e5;
    const containers = ['driver', 'executor-0', 'executor-1', 'executor-2'].map((container, index) => ({ attempt: 1, container, node: 'local', startedAt: from, endedAt: one.endedAt, hours, cores: index ? 4 : 1, memoryBytes: (index ? 16 : 2) * 2 ** 30, coreHours: hours * (index ? 4 : 1), gibHours: hours * 16, pricePerCoreHour: usd(0.02), pricePerGibHour: usd(0.0025), cost: usd(hours * (index ? 0.12 : 0.03)) }));
    return { total: one.cost.total, idle: one.cost.idle, final: one.cost.final, coreHours: one.metrics.coreHours, containers, days: [{ day: iso(now - 864e5).slice(0, 10), cost: usd(0.2) }, { day: iso(now).slice(0, 10), cost: usd(0.4) }] };
}

/** The stream of events: the running applications move. */
export function followEvents(response) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(`id: 1\nevent: hello\ndata: {"resumed": false, "at": "${iso(Date.now())}"}\n\n`);
    const timer = setInterval(() => {
        const one = applications[0];
        one.metrics.coreHours += 0.01;
        one.progress.activeStages[0].tasks.completed = (one.progress.activeStages[0].tasks.completed + 3) % 400;
        response.write(`event: application\ndata: ${JSON.stringify(one)}\n\n`);
    }, 2000);
    response.on('close', () => clearInterval(timer));
}

/** A log that grows. */
export function followLog(response, url) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    let offset = Number(url.searchParams.get('offset') ?? 0);
    const timer = setInterval(() => {
        const text = `26/11/21 09:15:04 INFO TaskSetManager: Finished task ${offset % 400}.0 in stage 12.0\n`;
        response.write(`event: log\ndata: ${JSON.stringify({ container: 'driver', stream: 'stderr', offset, nextOffset: offset + text.length, text })}\n\n`);
        offset += text.length;
    }, 500);
    response.on('close', () => clearInterval(timer));
}
