package io.spindrift.agent;

import java.lang.reflect.Field;
import java.nio.file.Paths;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.EventLoggingListener;
import scala.Option;

/// Spark's own writer of event logs, with its file taken out: lines are those that the log of this
/// version of Spark would have, to the byte, with its redaction and its settings.
final class EventSource {
    /// A queue of its own, so that no other listener waits for this one or loses events to it.
    private static final String QUEUE = "spindrift";

    private EventSource() {}

    /// To be called before Spark starts to tell events, as plugins are.
    ///
    /// @param lines called by one thread of Spark's; must not wait
    /// @throws ReflectiveOperationException when this Spark is shaped otherwise; also linkage
    ///   errors
    static void attach(SparkContext context, Consumer<String> lines)
            throws ReflectiveOperationException {
        SparkConf conf = context.getConf();
        // The file that is never made.
        conf.set("spark.eventLog.rolling.enabled", "false");
        conf.set("spark.eventLog.compress", "false");
        // They repeat what Task Metrics say, in half of the bytes; Spark asks from 4.0 on.
        conf.setIfMissing("spark.eventLog.includeTaskMetricsAccumulators", "false");
        Configuration hadoop = context.hadoopConfiguration();
        java.net.URI folder = Paths.get(System.getProperty("java.io.tmpdir")).toUri();
        EventLoggingListener listener =
                new EventLoggingListener("spindrift", Option.empty(), folder, conf, hadoop);
        Field writer = EventLoggingListener.class.getDeclaredField("logWriter");
        writer.setAccessible(true);
        writer.set(listener, new LineWriter(folder, conf, hadoop, lines));
        listener.start();
        context.listenerBus().addToQueue(listener, QUEUE);
    }
}
