/** What a plan's operators cost, and which way through them cost most. Pure. */

const PER_MILLI = { timing: 1, nsTiming: 1e6 };
/** Asked for in the background, many at once: such a sum says nothing of the operator's own time. */
const NOT_OWN = /^(remote (merged )?reqs duration|metadata time)$/;

/** The kinds of operators, each with the colour of what it mostly spends time on. */
export const KINDS = [
    ['read', 'Reads or writes', 'io', /^(Scan|BatchScan|FileScan|LocalTableScan|InMemoryTableScan|Range|ExternalRDD|Execute|WriteFiles|AppendData|Overwrite|Save|Insert|Create)/i],
    ['exchange', 'Moves between stages', 'shuffle', /Exchange|ShuffleRead|CustomShuffleReader|^Union$|Coalesce/],
    ['join', 'Joins', 'internals', /Join|CartesianProduct/],
    ['python', 'Runs Python', 'series-7', /Python|Pandas|Arrow(?!ToRow)|InR$/],
    ['other', 'Computes', 'cpu', /./],
];

/** The kind of an operator by its name: `[id, words, colour, pattern]`. */
export function kindOf(name) {
    return KINDS.find(kind => kind[3].test(name)) ?? KINDS.at(-1);
}

/** Measured from the first row asked for to the last one given: what lies above in the same task is within. */
const WITH_INPUTS = /^(time in aggregation build|duration)$/;
/** Where a task ends: what flows out of it comes from another task. */
const ENDS_TASK = /Exchange|^Subquery/;

/** Milliseconds that the metrics of an operator tell, `{own, through}`: its own, and those with its inputs'; null where there are none. */
export function millisOf(node) {
    const told = { own: null, through: null };
    for (const metric of node.metrics) {
        const per = PER_MILLI[metric.type];
        if (per === undefined || metric.total === null || metric.total === undefined || NOT_OWN.test(metric.name)) continue;
        const kind = WITH_INPUTS.test(metric.name) ? 'through' : 'own';
        told[kind] = (told[kind] ?? 0) + metric.total / per;
    }
    return told;
}

/** Rows that came out of it; null where it does not count them. */
export function rowsOf(node) {
    const wanted = ['number of output rows', 'shuffle records written', 'records read', 'number of written rows'];
    for (const name of wanted) {
        const found = node.metrics.find(metric => metric.name === name);
        if (found?.total !== null && found?.total !== undefined) return found.total;
    }
    return null;
}

/** Bytes that it read, moved or wrote; null where it does not count them. */
export function bytesOf(node) {
    const wanted = ['size of files read', 'shuffle bytes written', 'written output', 'data size', 'spill size'];
    for (const name of wanted) {
        const found = node.metrics.find(metric => metric.name === name && metric.type === 'size');
        if (found?.total) return found.total;
    }
    return null;
}

/** What it works on: its description without its name and without the numbers that Spark gives to columns. */
export function subject(node) {
    const text = node.description ?? '';
    const rest = text.startsWith(node.name) ? text.slice(node.name.length) : text.replace(/^\w+\s*(?=[([])/, '');
    const plain = rest.replace(/#\d+L?\b/g, '').replace(/, \[?(plan_)?id=#?\d+\]?/g, '').replace(/,? ENSURE_REQUIREMENTS/, '').trim();
    const inner = /^\((.*)\)$/s.exec(plain)?.[1] ?? plain;
    return inner.replace(/keys=\[\], /, '').replace(/\s+/g, ' ');
}

/**
 * The plan ready to be drawn: operators with `{millis, measured, rows, bytes}`, stages of generated code with
 * their operators, and the way from a leaf to the end that took the most time. A time that has an operator's inputs
 * within is told without them. What a stage of generated code took beyond the operators that measure themselves is
 * shared among the others in it; `measured` is false for such a share.
 */
export function weigh({ nodes, edges }) {
    const known = new Map();
    for (const node of nodes) if (!node.cluster) known.set(node.id, { node, id: node.id, millis: 0, measured: false, rows: rowsOf(node), bytes: bytesOf(node), group: null });
    const links = edges.filter(edge => known.has(edge.fromId) && known.has(edge.toId));
    const inputs = new Map();
    for (const { fromId, toId } of links) inputs.set(toId, [...(inputs.get(toId) ?? []), fromId]);
    group(nodes, links, known);
    const order = upwards([...known.keys()], inputs);
    const within = new Map();
    for (const id of order) time(known.get(id), inputs.get(id) ?? [], known, within);
    const groups = nodes.filter(node => node.cluster).map(node => groupOf(node, known, inputs, within)).filter(group => group.members.length > 0);
    const operators = [...known.values()];
    const total = operators.reduce((sum, one) => sum + one.millis, 0);
    return { operators, known, groups, links, total, path: costliest(known, inputs, order) };
}

/**
 * Which stage of generated code each operator is in. A kept dataset's plan within this one counts its stages from one, too: what
 * hangs together belongs to the last stage of its number that is told before.
 */
function group(nodes, links, known) {
    const numbers = new Map(nodes.filter(node => !node.cluster && node.codegenId).map(node => [node.id, node.codegenId]));
    const beside = new Map();
    const join = (one, two) => beside.set(one, [...(beside.get(one) ?? []), two]);
    for (const { fromId, toId } of links) {
        if (!numbers.has(fromId) || numbers.get(fromId) !== numbers.get(toId)) continue;
        join(fromId, toId);
        join(toId, fromId);
    }
    const stages = nodes.filter(node => node.cluster);
    for (const [start, number] of numbers) {
        if (known.get(start).group !== null) continue;
        const together = reached(start, beside);
        const first = Math.min(...together);
        const mine = stages.filter(stage => numberOf(stage) === number);
        const stage = mine.filter(one => one.id < first).reduce((last, one) => (last === null || one.id > last.id ? one : last), null) ?? mine[0];
        for (const id of together) known.get(id).group = stage?.id ?? `codegen ${number}`;
    }
}

function reached(start, beside) {
    const found = new Set([start]);
    for (const id of found) for (const next of beside.get(id) ?? []) found.add(next);
    return found;
}

const numberOf = stage => Number(/\((\d+)\)/.exec(stage.name)?.[1] ?? Number.NaN);

/** The time of one operator; `within` has for each how long its task had worked when its rows came out. */
function time(one, inputs, known, within) {
    const before = inputs.reduce((sum, input) => sum + (ENDS_TASK.test(known.get(input).node.name) ? 0 : within.get(input)), 0);
    const { own, through } = millisOf(one.node);
    one.measured = own !== null || through !== null;
    one.millis = (own ?? 0) + (through === null ? 0 : Math.max(0, through - before));
    within.set(one.id, before + one.millis);
}

function groupOf(cluster, known, inputs, within) {
    const members = [...known.values()].filter(one => one.group === cluster.id);
    const { own, through } = millisOf(cluster);
    const millis = own === null && through === null ? null : (own ?? 0) + (through ?? 0);
    const outside = members.flatMap(one => inputs.get(one.id) ?? []).filter(id => known.get(id).group !== cluster.id && !ENDS_TASK.test(known.get(id).node.name));
    const told = members.reduce((sum, one) => sum + one.millis, 0) + outside.reduce((sum, id) => sum + within.get(id), 0);
    const silent = members.filter(one => !one.measured);
    for (const one of silent) one.millis = Math.max(0, (millis ?? 0) - told) / silent.length;
    return { id: cluster.id, number: numberOf(cluster), millis, members, node: cluster };
}

/** Ids along the way with the most time, from the end back to a leaf; empty where no time is known. */
function costliest(known, inputs, order) {
    const leaving = new Set([...inputs.values()].flat());
    const best = new Map();
    for (const id of order) {
        let before = null;
        for (const input of inputs.get(id) ?? []) if (before === null || best.get(input).sum > best.get(before).sum) before = input;
        best.set(id, { sum: known.get(id).millis + (before === null ? 0 : best.get(before).sum), before });
    }
    let at = null;
    for (const [id, { sum }] of best) if (!leaving.has(id) && sum > 0 && (at === null || sum > best.get(at).sum)) at = id;
    const path = [];
    for (; at !== null && at !== undefined && path.length <= known.size; at = best.get(at).before) path.push(at);
    return path;
}

/** Ids with all inputs before what they flow into; without recursion, as chains may be long. */
export function upwards(ids, inputs) {
    const order = [];
    const state = new Map();
    for (const start of ids) {
        const stack = [start];
        while (stack.length > 0) {
            const id = stack.at(-1);
            if (state.get(id) === undefined) {
                state.set(id, 'open');
                for (const input of inputs.get(id) ?? []) if (state.get(input) === undefined) stack.push(input);
            } else {
                stack.pop();
                if (state.get(id) === 'open') order.push(id);
                state.set(id, 'done');
            }
        }
    }
    return order;
}
