package io.spindrift.history.store;

import io.spindrift.history.RunId;
import io.spindrift.kv.KeyCodec;
import io.spindrift.kv.KeyPart;
import io.spindrift.kv.KeyReader;
import io.spindrift.kv.KeyWriter;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// How keys and values that all stores of this package share are written.
///
/// ```
/// keys    appId attempt          one row a run
///         appId attempt a b c    numbers within a run: job; stage and attempt; SQL; task block
///         appId attempt text n   executor; container and time
/// ```
final class ValuesStore {
    static final KeyCodec<RunId> RUN =
            new KeyCodec<>() {
                @Override
                public void write(RunId run, KeyWriter out) {
                    writeRun(run, out);
                }

                @Override
                public RunId read(KeyReader in) {
                    return readRun(in);
                }
            };

    static final KeyCodec<Numbered> NUMBERED =
            new KeyCodec<>() {
                @Override
                public void write(Numbered key, KeyWriter out) {
                    writeRun(key.run, out);
                    out.number(key.a).number(key.b).number(key.c);
                }

                @Override
                public Numbered read(KeyReader in) {
                    return new Numbered(readRun(in), in.number(), in.number(), in.number());
                }
            };

    static final KeyCodec<Named> NAMED =
            new KeyCodec<>() {
                @Override
                public void write(Named key, KeyWriter out) {
                    writeRun(key.run, out);
                    out.text(key.name).number(key.number);
                }

                @Override
                public Named read(KeyReader in) {
                    return new Named(readRun(in), in.text(), in.number());
                }
            };

    private ValuesStore() {}

    record Numbered(RunId run, long a, long b, long c) {}

    record Named(RunId run, String name, long number) {}

    private static void writeRun(RunId run, KeyWriter out) {
        out.text(run.appId()).number(run.attempt());
    }

    private static RunId readRun(KeyReader in) {
        return new RunId(in.text(), (int) in.number());
    }

    static KeyPart part(RunId run) {
        return out -> writeRun(run, out);
    }

    static KeyPart part(RunId run, long a) {
        return out -> {
            writeRun(run, out);
            out.number(a);
        };
    }

    static KeyPart part(RunId run, String name) {
        return out -> {
            writeRun(run, out);
            out.text(name);
        };
    }

    static KeyPart part(RunId run, long a, long b) {
        return out -> {
            writeRun(run, out);
            out.number(a).number(b);
        };
    }

    static void writeSparse(long[] values, RowWriter out) {
        int used = 0;
        for (long value : values) {
            used += value != 0 ? 1 : 0;
        }
        out.count(used);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                out.count(i).number(values[i]);
            }
        }
    }

    /// Columns that are no longer known are dropped.
    static void readSparse(RowReader in, long[] into) {
        long used = in.count();
        for (long i = 0; i < used; i++) {
            int at = (int) in.count();
            long value = in.number();
            if (at < into.length) {
                into[at] = value;
            }
        }
    }

    static void writeSketch(Sketch sketch, RowWriter out) {
        out.count(sketch.count);
        if (sketch.count == 0) {
            return;
        }
        out.number(sketch.sum).number(sketch.min).number(sketch.max);
        int[] buckets = sketch.buckets;
        out.flag(buckets != null);
        if (buckets == null) {
            for (int i = 0; i < sketch.count; i++) {
                out.number(sketch.exact[i]);
            }
            return;
        }
        long[] wide = new long[buckets.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = buckets[i];
        }
        writeSparse(wide, out);
    }

    static Sketch readSketch(RowReader in) {
        Sketch sketch = new Sketch();
        sketch.count = in.count();
        if (sketch.count == 0) {
            return sketch;
        }
        sketch.sum = in.number();
        sketch.min = in.number();
        sketch.max = in.number();
        if (!in.flag()) {
            sketch.exact = new long[Math.max(8, (int) Math.min(sketch.count, Sketch.EXACT_MAX))];
            for (int i = 0; i < sketch.count; i++) {
                sketch.exact[i] = in.number();
            }
            return sketch;
        }
        long[] wide = new long[Sketch.BUCKETS];
        readSparse(in, wide);
        int[] buckets = new int[Sketch.BUCKETS];
        for (int i = 0; i < wide.length; i++) {
            buckets[i] = (int) wide[i];
        }
        sketch.buckets = buckets;
        sketch.exact = new long[0];
        return sketch;
    }

    static void writeIntegers(Collection<Integer> values, RowWriter out) {
        out.list(values, (value, to) -> to.number(value));
    }

    static List<Integer> readIntegers(RowReader in) {
        return new ArrayList<>(in.list(RowReader::integer));
    }

    static void writeTexts(Collection<String> values, RowWriter out) {
        out.list(values, (value, to) -> to.text(value));
    }

    static List<String> readTexts(RowReader in) {
        return in.list(RowReader::text);
    }

    static void writeCounts(Map<String, Integer> values, RowWriter out) {
        out.list(values.entrySet(), (entry, to) -> to.text(entry.getKey()).count(entry.getValue()));
    }

    static void readCounts(RowReader in, Map<String, Integer> into) {
        for (Map.Entry<String, Integer> each :
                in.list(from -> Map.entry(from.text(), (int) from.count()))) {
            into.put(each.getKey(), each.getValue());
        }
    }

    /// By key, for maps have an order of their own.
    static <V> void writeSorted(Map<String, V> values, RowWriter out, BiConsumer<V, RowWriter> to) {
        out.list(
                new TreeMap<>(values).entrySet(),
                (entry, each) -> to.accept(entry.getValue(), each.text(entry.getKey())));
    }

    static <V> Map<String, V> readMap(RowReader in, Function<RowReader, V> value) {
        Map<String, V> values = new TreeMap<>();
        for (Map.Entry<String, V> each :
                in.list(from -> Map.entry(from.text(), value.apply(from)))) {
            values.put(each.getKey(), each.getValue());
        }
        return values;
    }
}
