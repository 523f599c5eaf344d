package io.spindrift.history.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.ServerRequest;
import io.spindrift.history.History;
import io.spindrift.history.RddRun;
import io.spindrift.history.RddRun.StoredBlock;
import io.spindrift.history.RunId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Datasets that were to be kept, and where their blocks lie.
final class StorageAnswers {
    private static final Map<String, Comparator<RddRun>> SORTS =
            Map.of(
                    "rddId", Comparator.comparingInt(RddRun::id),
                    "name", Comparator.comparing(RddRun::name),
                    "level", Comparator.comparing(rdd -> rdd.level().description()),
                    "partitions", Comparator.comparingInt(RddRun::partitions),
                    "cachedPartitions", Comparator.comparingInt(RddRun::cachedPartitions),
                    "memoryBytes", Comparator.comparingLong(RddRun::memoryBytes),
                    "diskBytes", Comparator.comparingLong(RddRun::diskBytes),
                    "peakMemoryBytes", Comparator.comparingLong(RddRun::peakMemoryBytes));

    private static final Map<String, Comparator<StoredBlock>> BLOCK_SORTS =
            Map.of(
                    "partition", Comparator.comparingInt(StoredBlock::partition),
                    "memoryBytes", Comparator.comparingLong(StoredBlock::memoryBytes),
                    "diskBytes", Comparator.comparingLong(StoredBlock::diskBytes));

    private final History history;

    StorageAnswers(History history) {
        this.history = history;
    }

    Answer rdds(ServerRequest request, RunId run) {
        Parameters query = Parameters.ofList(request);
        return Rows.page("rdd", query, history.rdds(run), SORTS, StorageAnswers::json);
    }

    Answer rdd(ServerRequest request, RunId run) {
        int id = Parameters.of(request).pathNumber("rddId");
        return Answer.one("rdd", json(known(run, id)));
    }

    Answer blocks(ServerRequest request, RunId run) {
        Parameters query = Parameters.ofList(request);
        RddRun rdd = known(run, query.pathNumber("rddId"));
        List<StoredBlock> blocks = history.storedBlocks(run, rdd.id());
        return Rows.page("storedBlock", query, blocks, BLOCK_SORTS, StorageAnswers::json);
    }

    private RddRun known(RunId run, int id) {
        return history.rdd(run, id)
                .orElseThrow(
                        () -> new NotFoundException("no dataset " + id + " was kept in " + run));
    }

    private static ObjectNode json(RddRun rdd) {
        ObjectNode json =
                Json.object()
                        .put("rddId", rdd.id())
                        .put("name", rdd.name())
                        .put("level", rdd.level().description())
                        .put("partitions", rdd.partitions())
                        .put("cachedPartitions", rdd.cachedPartitions())
                        .put("memoryBytes", rdd.memoryBytes())
                        .put("diskBytes", rdd.diskBytes())
                        .put("peakMemoryBytes", rdd.peakMemoryBytes())
                        .put("peakDiskBytes", rdd.peakDiskBytes())
                        .put("unpersisted", rdd.unpersisted());
        ArrayNode executors = json.putArray("executors");
        rdd.executors()
                .forEach(each ->
                        executors
                                .addObject()
                                .put("executorId", each.executorId())
                                .put("blocks", each.blocks())
                                .put("onHeapBytes", each.onHeapBytes())
                                .put("offHeapBytes", each.offHeapBytes())
                                .put("diskBytes", each.diskBytes()));
        return json;
    }

    private static ObjectNode json(StoredBlock block) {
        ObjectNode json =
                Json.object()
                        .put("partition", block.partition())
                        .put("level", block.level().description())
                        .put("memoryBytes", block.memoryBytes())
                        .put("diskBytes", block.diskBytes());
        json.set("executors", Json.texts(block.executors()));
        return json;
    }
}
