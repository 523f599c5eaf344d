package io.spindrift.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The plugin in the driver. Whatever goes wrong in here is logged once and ends the pushing, never
/// the application.
final class DriverSide implements DriverPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(DriverSide.class);
    static final String MEMORY_MILLIS = "memoryMillis";

    /// So long the end of an application may wait.
    private static final long END_MILLIS = 10_000;

    private final Samples samples = new Samples();
    private @Nullable Spool spool;
    private @Nullable Sender sender;
    private @Nullable Thread thread;
    private @Nullable Sampling sampling;
    private volatile Sender.@Nullable Run run;

    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
        try {
            AgentSettings settings = AgentSettings.from(context.getConf());
            start(context, settings);
            return Collections.singletonMap(MEMORY_MILLIS, Long.toString(settings.memoryMillis));
        } catch (IllegalArgumentException e) {
            LOG.warn("Spindrift: events are not pushed: {}", e.getMessage());
        } catch (Exception | LinkageError e) {
            LOG.warn("Spindrift: events are not pushed, for this Spark is not as expected", e);
        }
        return Collections.emptyMap();
    }

    private void start(SparkContext context, AgentSettings settings)
            throws ReflectiveOperationException {
        Compression compression = Compression.best();
        Spool lines =
                new Spool(
                        settings.spoolFolder,
                        settings.memoryBytes,
                        settings.spoolBytes,
                        settings.sendMillis,
                        compression);
        Sender pushing =
                new Sender(
                        new PushClient(settings.url, settings.token),
                        lines,
                        samples,
                        UUID.randomUUID().toString(),
                        compression.type,
                        new Backoff(() -> ThreadLocalRandom.current().nextDouble()),
                        () -> known(context, settings));
        EventSource.attach(context, lines::add);
        Thread pusher = new Thread(pushing, "spindrift-push");
        pusher.setDaemon(true);
        pusher.start();
        spool = lines;
        sender = pushing;
        thread = pusher;
        if (settings.memoryMillis > 0) {
            Sampling beat = new Sampling("driver", settings.memoryMillis, samples::add);
            beat.start();
            sampling = beat;
        }
        LOG.info("Spindrift: events are pushed to {}", settings.url);
    }

    /// Null until Spark has a name for the application.
    private Sender.@Nullable Run known(SparkContext context, AgentSettings settings) {
        Sender.Run known = run;
        if (known != null) {
            return known;
        }
        String sparkId = context.applicationId();
        if (sparkId == null && settings.appId.isEmpty()) {
            return null;
        }
        String id = settings.appId.isEmpty() ? sparkId : settings.appId;
        known = new Sender.Run(id, settings.attempt > 0 ? settings.attempt : attempt(context));
        run = known;
        return known;
    }

    /// YARN counts attempts from 1; others have none.
    private static int attempt(SparkContext context) {
        String text =
                context.applicationAttemptId().isDefined()
                        ? context.applicationAttemptId().get()
                        : "";
        return text.matches("[1-9]\\d{0,5}") ? Integer.parseInt(text) : 1;
    }

    @Override
    public @Nullable Object receive(Object message) {
        MemorySample sample = MemorySample.parse(message);
        if (sample != null) {
            samples.add(sample);
        }
        return null;
    }

    /// Spark has told all events by now.
    @Override
    public void shutdown() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Spindrift: the last events may not have been pushed", e);
        }
    }

    private void stop() throws InterruptedException {
        Sampling beat = sampling;
        if (beat != null) {
            beat.stop();
        }
        Sender pushing = sender;
        Thread pusher = thread;
        Spool lines = spool;
        if (pushing == null || pusher == null || lines == null) {
            return;
        }
        pushing.finish(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS - 500));
        pusher.join(END_MILLIS);
        long waiting = run == null ? 0 : lines.waitingLines();
        if (waiting > 0 && !pushing.off() && leave(lines, waiting)) {
            return;
        }
        if (lines.droppedLines() > 0 && !pushing.off()) {
            LOG.warn("Spindrift: events were dropped on the way, lost={}", lines.droppedLines());
        }
        lines.turnOff();
    }

    /// The server was away to the end.
    private static boolean leave(Spool lines, long waiting) {
        try {
            Path left = lines.leave();
            if (left != null) {
                LOG.warn(
                        "Spindrift: the server did not take the last events, which wait here to be"
                                + " sent by java -jar spindrift-agent.jar: events={} folder={}",
                        waiting,
                        left);
                return true;
            }
        } catch (IOException e) {
            LOG.debug("Spindrift: the spool could not be left", e);
        }
        LOG.warn("Spindrift: the server did not take the last events, lost={}", waiting);
        return false;
    }
}
