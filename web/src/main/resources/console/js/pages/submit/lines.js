/** The same request as a command line and as curl. Pure. */

/** A text for a POSIX shell, quoted only where it must be. */
export function quote(text) {
    return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Arguments as typed, split at spaces; "double" and 'single' quotes keep them together. */
export function splitArguments(text) {
    const result = [];
    let current = null;
    let quoted = null;
    for (let at = 0; at < text.length; at += 1) {
        const letter = text[at];
        if (quoted) {
            if (letter === quoted) quoted = null;
            else if (letter === '\\' && quoted === '"' && at + 1 < text.length) current += text[++at];
            else current += letter;
        } else if (letter === '"' || letter === "'") {
            quoted = letter;
            current ??= '';
        } else if (/\s/.test(letter)) {
            if (current !== null) result.push(current);
            current = null;
        } else current = (current ?? '') + letter;
    }
    if (current !== null) result.push(current);
    return result;
}

/** spark-submit's flags, as bin/spindrift takes them. */
export function cliLine(request) {
    const config = request.configOverrides ?? {};
    const parts = ['bin/spindrift submit'];
    const flag = (name, value) => value !== undefined && value !== '' && parts.push(`--${name} ${quote(String(value))}`);
    flag('job', request.jobId);
    flag('app-id', request.appId);
    flag('template', request.configTemplateId);
    flag('spark-version', config.sparkVersion);
    flag('class', config.mainClass);
    flag('driver-cores', config.driver?.cores);
    flag('driver-memory', config.driver?.memory);
    flag('num-executors', config.executor?.instances);
    flag('executor-cores', config.executor?.cores);
    flag('executor-memory', config.executor?.memory);
    for (const [key, value] of Object.entries(config.sparkConf ?? {})) flag('conf', `${key}=${value}`);
    if (config.mainApplicationFile) parts.push(quote(config.mainApplicationFile));
    parts.push(...(config.arguments ?? []).map(quote));
    return parts.join(' \\\n  ');
}

const FLAGGED = ['type', 'sparkVersion', 'mainApplicationFile', 'mainClass', 'arguments', 'sparkConf', 'driver', 'executor'];

/** What of a request has no flag of the command line. */
export function withoutFlag(request) {
    return Object.keys(request.configOverrides ?? {}).filter(key => !FLAGGED.includes(key));
}

/** The call of the API. */
export function curlLine(request, clusterId, origin) {
    return [`curl -X POST ${quote(`${origin}/ocean/spark/cluster/${clusterId}/app`)}`, "-H 'Content-Type: application/json'", '-H "Authorization: Bearer $SPINDRIFT_TOKEN"', `-d ${quote(JSON.stringify(request))}`].join(' \\\n  ');
}
