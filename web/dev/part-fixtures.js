// Made-up answers of the tabs beside stages and queries: kept datasets, streams, sessions, environment.
const iso = millis => new Date(millis).toISOString();
const gib = number => Math.round(number * 2 ** 30);

export function storage(parts) {
    const rdds = [[12, 'orders by customer', 400, 400, 6.1, 0], [31, 'In-memory table customers', 40, 40, 0.4, 0], [57, '*(3) Project [region#12, amount#4] +- FileScan parquet', 200, 112, 2.2, 8.4]].map(([rddId, name, partitions, cachedPartitions, memory, disk], index) => ({
        rddId, name, level: disk ? 'Disk Memory Deserialized 1x Replicated' : 'Memory Deserialized 1x Replicated', partitions, cachedPartitions, memoryBytes: gib(memory), diskBytes: gib(disk), peakMemoryBytes: gib(memory * 1.2), peakDiskBytes: gib(disk), unpersisted: index === 1,
        executors: ['driver', '0', '1', '2', '3'].slice(1).map((executorId, at) => ({ executorId, blocks: Math.round(cachedPartitions / 4) + at, onHeapBytes: gib((memory / 4) * (1 + at * 0.2)), offHeapBytes: 0, diskBytes: gib(disk / 4) })),
    }));
    if (!parts[1]) return rdds;
    const one = rdds.filter(rdd => String(rdd.rddId) === parts[1]);
    return parts[2] === 'blocks' ? [...Array(one[0].cachedPartitions).keys()].map(partition => ({ partition, level: one[0].level, memoryBytes: Math.round(one[0].memoryBytes / one[0].cachedPartitions), diskBytes: 0, executors: [String(partition % 4)] })) : one;
}

export function streaming(id, start, end) {
    const point = (index, count) => {
        const load = 900 + 600 * Math.sin(index / 9) + (index % 37 === 0 ? 1800 : 0);
        return { at: iso(start + ((end - start) * index) / count), batchId: index, batches: 1, inputRows: Math.round(load * 10), outputRows: Math.round(load / 4), inputRowsPerSecond: load, processedRowsPerSecond: load * (1.2 + 0.4 * Math.cos(index / 5)), batchMillis: Math.round(1200 + load), longestBatchMillis: Math.round(1300 + load), partMillis: { triggerExecution: Math.round(1200 + load), addBatch: Math.round(800 + load), queryPlanning: 92, walCommit: 120, commitOffsets: 88, latestOffset: 60, getBatch: 4 }, stateRows: 40000 + index * 210, stateBytes: 41e6 + index * 90_000, droppedRows: index % 41 === 0 ? 12 : 0, watermark: iso(start + ((end - start) * index) / count - 620_000 - (index % 37) * 3000) };
    };
    const clicks = { queryRunId: '2b1fd6cb-1a2e-4b0f-9d4c-6b1a6f0f9d11', queryId: '0c6f7d6e-2c11-4b52-8a55-0d1c2e3f4a5b', name: 'clicks by minute', state: 'RUNNING', startedAt: iso(start), endedAt: null, durationMillis: null, lastActiveAt: iso(Date.now() - 4000), error: null, errorClass: null, batches: 182, lastBatchId: 181, inputRows: 1_720_441, outputRows: 43_010, batchMillis: 382_000, longestBatchMillis: 4400, droppedRows: 60, stateBytesMax: 57.4e6 };
    const failed = { ...clicks, queryRunId: '9d2fd6cb-1a2e-4b0f-9d4c-6b1a6f0f9d22', name: null, state: 'FAILED', endedAt: iso(end), durationMillis: 81_000, batches: 3, error: 'org.apache.spark.sql.streaming.StreamingQueryException: Job aborted due to stage failure\n\tat org.apache.spark' };
    if (!id) return [clicks, failed];
    const one = id === clicks.queryRunId ? clicks : failed;
    const count = one === clicks ? 182 : 3;
    const last = { at: iso(end), batchId: count - 1, inputRows: 9120, inputRowsPerSecond: 912.4, processedRowsPerSecond: 1310.2, durationMillis: point(9, 10).partMillis, eventTime: { watermark: iso(end - 600_000), max: iso(end - 2000) }, operators: [{ name: 'stateStoreSave', rows: 78_220, updatedRows: 1200, removedRows: 310, memoryBytes: 57.4e6, commitMillis: 88, droppedRows: 12, shufflePartitions: 200, custom: { loadedMapCacheHitCount: 410 } }], sources: [{ description: 'KafkaV2[Subscribe[clicks]]', startOffset: '{"clicks":{"0":91822}}', endOffset: '{"clicks":{"0":100942}}', latestOffset: null, inputRows: 9120, inputRowsPerSecond: 912.4, processedRowsPerSecond: 1310.2, metrics: {} }], sink: { description: 'DeltaSink[file:/lake/clicks]', outputRows: -1, metrics: {} }, observed: { quality: { bad: 3 } } };
    return [{ ...one, last, points: [...Array(count).keys()].map(index => point(index, count)) }];
}

export function connect(parts, start) {
    const sessions = ['amy', 'ravi', 'airflow'].map((user, index) => ({ sessionId: `f3b1c2d4-0000-4000-8000-00000000000${index}`, door: index === 2 ? 'THRIFT' : 'CONNECT', user, clientAddress: index === 2 ? '10.0.0.7' : null, startedAt: iso(start + index * 60_000), closedAt: index ? iso(start + 400_000) : null, durationMillis: index ? 340_000 : null, operations: 12 - index, runningOperations: index ? 0 : 1, failedOperations: index === 1 ? 2 : 0 }));
    if (parts[1] !== 'operations') return sessions;
    return ['SELECT region, sum(amount) FROM orders GROUP BY region', 'SELECT * FROM missing_table', 'common {\n  plan_id: 4\n}\nread { named_table }'].map((statement, index) => ({ operationId: `op-${index}`, sessionId: sessions[index].sessionId, door: sessions[index].door, user: sessions[index].user, statement, jobTag: 'tag', state: ['RUNNING', 'FAILED', 'SUCCEEDED'][index], startedAt: iso(start + 20_000 * index), parsedAt: null, readyAt: null, finishedAt: index ? iso(start + 20_000 * index + 1400) : null, closedAt: null, durationMillis: index ? 1400 : null, error: index === 1 ? '[TABLE_OR_VIEW_NOT_FOUND] The table or view `missing_table` cannot be found.' : null, producedRows: index === 2 ? 1201 : null, tags: [], jobIds: index === 2 ? [3, 4] : [], executionIds: index === 1 ? [] : [7] }));
}

export function environment() {
    const pairs = (...keys) => keys.map(([key, value]) => ({ key, value }));
    return { javaVersion: '25.0.3 (Eclipse Adoptium)', javaHome: '/usr/lib/jvm/temurin-25', scalaVersion: 'version 2.13.17', sparkProperties: pairs(['spark.app.name', 'etl'], ['spark.executor.memory', '14g'], ['spark.sql.shuffle.partitions', '400'], ['spark.hadoop.fs.s3a.secret.key', '*********(redacted)']), hadoopProperties: pairs(['fs.defaultFS', 'file:///'], ['io.file.buffer.size', '65536']), systemProperties: pairs(['file.encoding', 'UTF-8'], ['java.io.tmpdir', '/tmp'], ['user.timezone', 'UTC']), metricsProperties: pairs(['*.sink.servlet.path', '/metrics/json']), classpath: ['/opt/spark/jars/spark-core_2.13-4.3.0.jar', '/opt/spark/jars/zstd-jni-1.5.7.jar'], resourceProfiles: [{ id: 0, executor: { cores: 4, memory: 14336, memoryOverhead: 2048, offHeap: 0 }, task: { cpus: 1 } }], processes: [], log: { malformedLines: 1, unknownEvents: 12, unknownByName: [{ name: 'org.apache.iceberg.spark.ScanReport', count: 12 }] } };
}
