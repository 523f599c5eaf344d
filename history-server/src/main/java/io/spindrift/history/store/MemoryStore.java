package io.spindrift.history.store;

import io.spindrift.history.MemorySample;
import io.spindrift.history.MemorySeries;
import io.spindrift.history.RunId;
import io.spindrift.history.store.ValuesStore.Named;
import io.spindrift.kv.Batch;
import io.spindrift.kv.Cursor;
import io.spindrift.kv.Database;
import io.spindrift.kv.Durability;
import io.spindrift.kv.Entry;
import io.spindrift.kv.Range;
import io.spindrift.kv.Reading;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Memory of containers over time.
///
/// ```
/// history.memory   run container start-of-ten-minutes → its samples
/// history.peak     run container 0                    → the sample with the most, the newest time
/// ```
final class MemoryStore {
    private static final long SPAN_MILLIS = 600_000;

    /// More would be a caller gone wild: 20 a second.
    private static final int SPAN_SAMPLES_MAX = 12_000;

    private static final Table<Named, List<MemorySample>> SAMPLES =
            new Table<>("history.memory", ValuesStore.NAMED, new SamplesCodec());
    private static final Table<Named, Peak> PEAKS =
            new Table<>("history.peak", ValuesStore.NAMED, new PeakCodec());

    private final Database database;

    MemoryStore(Database database) {
        this.database = database;
    }

    /// @param newest the newest sample of the container, the highest aside
    record Peak(MemorySample highest, Instant newest) {}

    /// Whether anything was new.
    synchronized boolean add(RunId run, List<MemorySample> samples) {
        Map<String, Peak> peaks = new LinkedHashMap<>();
        Map<Named, List<MemorySample>> spans = new LinkedHashMap<>();
        for (MemorySample sample :
                samples.stream().sorted(Comparator.comparing(MemorySample::at)).toList()) {
            Peak peak =
                    peaks.computeIfAbsent(
                            sample.container(),
                            container ->
                                    database.get(PEAKS, new Named(run, container, 0))
                                            .orElse(new Peak(sample, Instant.MIN)));
            if (!sample.at().isAfter(peak.newest)) {
                continue;
            }
            long start = sample.at().toEpochMilli() / SPAN_MILLIS * SPAN_MILLIS;
            List<MemorySample> span =
                    spans.computeIfAbsent(
                            new Named(run, sample.container(), start),
                            key -> new ArrayList<>(database.get(SAMPLES, key).orElse(List.of())));
            if (span.size() < SPAN_SAMPLES_MAX) {
                span.add(sample);
            }
            boolean higher = sample.totalBytes() > peak.highest.totalBytes();
            peaks.put(sample.container(), new Peak(higher ? sample : peak.highest, sample.at()));
        }
        if (spans.isEmpty()) {
            return false;
        }
        database.write(
                Durability.PROCESS,
                batch -> {
                    spans.forEach((key, span) -> batch.put(SAMPLES, key, span));
                    peaks.forEach((container, peak) ->
                            batch.put(PEAKS, new Named(run, container, 0), peak));
                });
        return true;
    }

    /// The highest sample of each executor, by Spark's id.
    static Map<String, MemorySample> peaks(Reading rows, RunId run) {
        Map<String, MemorySample> peaks = new LinkedHashMap<>();
        try (Cursor<Named, Peak> cursor = rows.scan(PEAKS, Range.prefix(ValuesStore.part(run)))) {
            while (cursor.hasNext()) {
                MemorySample highest = cursor.next().row().highest;
                peaks.put(highest.executorId(), highest);
            }
        }
        return peaks;
    }

    static List<MemorySeries> series(Reading rows, RunId run, int pointsMax) {
        if (pointsMax < 1) {
            throw new IllegalArgumentException("pointsMax is at least 1, not " + pointsMax);
        }
        Map<String, List<MemorySample>> byContainer = new LinkedHashMap<>();
        try (Cursor<Named, List<MemorySample>> cursor =
                rows.scan(SAMPLES, Range.prefix(ValuesStore.part(run)))) {
            while (cursor.hasNext()) {
                Entry<Named, List<MemorySample>> entry = cursor.next();
                byContainer
                        .computeIfAbsent(entry.key().name(), name -> new ArrayList<>())
                        .addAll(entry.row());
            }
        }
        List<MemorySeries> series = new ArrayList<>();
        byContainer.forEach((container, samples) ->
                series.add(new MemorySeries(container, thin(samples, pointsMax))));
        return series;
    }

    /// The highest of each span of time, so that no peak is lost.
    private static List<MemorySample> thin(List<MemorySample> samples, int pointsMax) {
        if (samples.size() <= pointsMax) {
            return samples;
        }
        long first = samples.getFirst().at().toEpochMilli();
        long length = samples.getLast().at().toEpochMilli() - first + 1;
        MemorySample[] highest = new MemorySample[pointsMax];
        for (MemorySample sample : samples) {
            int slot = (int) ((sample.at().toEpochMilli() - first) * pointsMax / length);
            if (highest[slot] == null || sample.totalBytes() > highest[slot].totalBytes()) {
                highest[slot] = sample;
            }
        }
        List<MemorySample> kept = new ArrayList<>();
        for (MemorySample each : highest) {
            if (each != null) {
                kept.add(each);
            }
        }
        return kept;
    }

    static void forget(Batch batch, RunId run) {
        batch.deleteAll(SAMPLES, Range.prefix(ValuesStore.part(run)));
        batch.deleteAll(PEAKS, Range.prefix(ValuesStore.part(run)));
    }

    private static void write(MemorySample sample, RowWriter out) {
        out.text(sample.container()).count(sample.at().toEpochMilli());
        out.count(sample.jvmBytes()).count(sample.pythonBytes()).count(sample.otherBytes());
        out.count(sample.limitBytes());
    }

    private static MemorySample read(RowReader in) {
        return new MemorySample(
                in.text(),
                Instant.ofEpochMilli(in.count()),
                in.count(),
                in.count(),
                in.count(),
                in.count());
    }

    private static final class SamplesCodec implements RowCodec<List<MemorySample>> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(List<MemorySample> samples, RowWriter out) {
            out.list(samples, MemoryStore::write);
        }

        @Override
        public List<MemorySample> read(RowReader in) {
            return in.list(MemoryStore::read);
        }
    }

    private static final class PeakCodec implements RowCodec<Peak> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Peak peak, RowWriter out) {
            MemoryStore.write(peak.highest, out);
            out.count(peak.newest.toEpochMilli());
        }

        @Override
        public Peak read(RowReader in) {
            return new Peak(MemoryStore.read(in), Instant.ofEpochMilli(in.count()));
        }
    }
}
