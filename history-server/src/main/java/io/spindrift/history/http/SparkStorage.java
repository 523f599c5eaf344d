package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.History;
import io.spindrift.history.ProcessRun;
import io.spindrift.history.RddRun;
import io.spindrift.history.RddRun.RddShare;
import io.spindrift.history.RddRun.StoredBlock;
import io.spindrift.history.RunId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Kept datasets, and processes beside driver and executors, as Spark tells them.
final class SparkStorage {
    private final History history;

    SparkStorage(History history) {
        this.history = history;
    }

    /// Only those of which something is kept.
    ArrayNode list(RunId run) {
        Map<String, ExecutorRun> executors = executors(run);
        ArrayNode json = Json.array();
        history.rdds(run).stream()
                .filter(SparkStorage::listed)
                .forEach(rdd -> json.add(json(run, rdd, executors)));
        return json;
    }

    ObjectNode one(ServerRequest request, RunId run) {
        int id = SparkQuery.pathNumber(request, "rddId");
        return history.rdd(run, id)
                .filter(rdd -> !rdd.unpersisted())
                .map(rdd -> json(run, rdd, executors(run)))
                .orElseThrow(() -> SparkRefusal.notFound("no rdd found w/ id " + id));
    }

    private static boolean listed(RddRun rdd) {
        return !rdd.unpersisted() && rdd.cachedPartitions() > 0;
    }

    private Map<String, ExecutorRun> executors(RunId run) {
        Map<String, ExecutorRun> executors = new HashMap<>();
        history.executors(run).forEach(each -> executors.put(each.id(), each));
        return executors;
    }

    private ObjectNode json(RunId run, RddRun rdd, Map<String, ExecutorRun> executors) {
        ObjectNode json =
                Json.object()
                        .put("id", rdd.id())
                        .put("name", rdd.name())
                        .put("numPartitions", rdd.partitions())
                        .put("numCachedPartitions", rdd.cachedPartitions())
                        .put("storageLevel", rdd.level().description())
                        .put("memoryUsed", rdd.memoryBytes())
                        .put("diskUsed", rdd.diskBytes());
        ArrayNode shares = json.putArray("dataDistribution");
        for (RddShare share : rdd.executors()) {
            ExecutorRun executor = executors.get(share.executorId());
            if (executor != null) {
                shares.add(json(share, executor));
            }
        }
        ArrayNode blocks = json.putArray("partitions");
        history.storedBlocks(run, rdd.id()).forEach(block -> blocks.add(json(rdd, block)));
        return json;
    }

    private static ObjectNode json(RddShare share, ExecutorRun executor) {
        ExecutorRun.StorageMemory storage = executor.storage();
        return Json.object()
                .put("address", executor.hostPort())
                .put("memoryUsed", share.memoryBytes())
                .put("memoryRemaining", storage.totalBytes() - storage.usedBytes())
                .put("diskUsed", share.diskBytes())
                .put("onHeapMemoryUsed", share.onHeapBytes())
                .put("offHeapMemoryUsed", share.offHeapBytes())
                .put(
                        "onHeapMemoryRemaining",
                        storage.totalOnHeapBytes() - storage.usedOnHeapBytes())
                .put(
                        "offHeapMemoryRemaining",
                        storage.totalOffHeapBytes() - storage.usedOffHeapBytes());
    }

    private static ObjectNode json(RddRun rdd, StoredBlock block) {
        ObjectNode json =
                Json.object()
                        .put("blockName", "rdd_" + rdd.id() + "_" + block.partition())
                        .put("storageLevel", block.level().description())
                        .put("memoryUsed", block.memoryBytes())
                        .put("diskUsed", block.diskBytes());
        json.set("executors", Json.texts(block.executors()));
        return json;
    }

    ArrayNode processes(RunId run) {
        ArrayNode json = Json.array();
        List<ProcessRun> processes = history.processes(run);
        for (ProcessRun process : processes) {
            ObjectNode each =
                    json.addObject()
                            .put("id", process.id())
                            .put("hostPort", process.hostPort())
                            .put("isActive", true)
                            .put("totalCores", process.cores())
                            .put("addTime", SparkValues.time(process.addedAt()));
            each.set("processLogs", SparkValues.texts(process.logUrls()));
        }
        return json;
    }
}
