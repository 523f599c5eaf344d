package io.spindrift.agent;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The plugin in an executor: tells the driver how much memory it uses.
final class ExecutorSide implements ExecutorPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorSide.class);
    private @Nullable Sampling sampling;

    @Override
    public void init(PluginContext context, Map<String, String> fromDriver) {
        try {
            long everyMillis =
                    Long.parseLong(fromDriver.getOrDefault(DriverSide.MEMORY_MILLIS, "0"));
            // In local mode the one process is the driver.
            if (everyMillis > 0 && !context.executorID().equals("driver")) {
                String container = "executor-" + context.executorID();
                Sampling beat =
                        new Sampling(container, everyMillis, sample -> tell(context, sample));
                beat.start();
                sampling = beat;
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Spindrift: the memory of this executor is not told", e);
        }
    }

    private static void tell(PluginContext context, MemorySample sample) {
        try {
            context.send(sample.message());
        } catch (IOException | RuntimeException e) {
            LOG.debug("Spindrift: the driver did not hear of a sample", e);
        }
    }

    @Override
    public void shutdown() {
        Sampling beat = sampling;
        if (beat != null) {
            beat.stop();
        }
    }
}
