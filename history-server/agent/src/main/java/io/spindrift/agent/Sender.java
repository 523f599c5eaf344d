package io.spindrift.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pushes what the spool holds, in order and each batch until the server says that it has it; the
/// work of one thread.
final class Sender implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final long IDLE_MILLIS = 1_000;
    private static final long CALL_MILLIS = 30_000;

    /// Attempts of the same id that other drivers may have taken.
    private static final int ATTEMPTS_PASSED_MAX = 100;

    /// What a run is called; known only when Spark has begun.
    static final class Run {
        final String appId;
        final int attempt;

        Run(String appId, int attempt) {
            // What else an id may have would have to be encoded in a path.
            this.appId = appId.replaceAll("[^A-Za-z0-9._-]", "-");
            this.attempt = attempt;
        }

        String path(int passed) {
            return "agent/v1/runs/" + appId + "/" + (attempt + passed);
        }
    }

    private final PushClient client;
    private final Spool spool;
    private final Samples samples;
    private final String stream;
    private final String type;
    private final Backoff backoff;
    private final Supplier<@Nullable Run> run;
    private int attemptsPassed;
    private boolean anyTaken;

    /// Nanoseconds of the clock at which all ends; 0 while the application runs.
    private volatile long deadlineNanos;

    private volatile boolean off;

    Sender(
            PushClient client,
            Spool spool,
            Samples samples,
            String stream,
            String type,
            Backoff backoff,
            Supplier<@Nullable Run> run) {
        this.client = client;
        this.spool = spool;
        this.samples = samples;
        this.stream = stream;
        this.type = type;
        this.backoff = backoff;
        this.run = run;
    }

    /// Sends what is left, for so long at most.
    void finish(long deadline) {
        deadlineNanos = deadline == 0 ? 1 : deadline;
        spool.close();
    }

    /// Whether it gave up for good.
    boolean off() {
        return off;
    }

    @Override
    public void run() {
        try {
            Run known = waitForRun();
            if (known != null) {
                spool.describe(description(known));
            }
            while (known != null && !off && leftMillis() > 0) {
                Batch batch = spool.oldest(Math.min(IDLE_MILLIS, leftMillis()));
                if (batch != null) {
                    send(known, batch);
                } else if (deadlineNanos != 0) {
                    sendSamples(known);
                    sendLast(known);
                    return;
                }
                sendSamples(known);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            turnOff("Spindrift: nothing more is pushed, for something is wrong here", e);
        }
    }

    private @Nullable Run waitForRun() throws InterruptedException {
        Run known = run.get();
        // One that ends before it has a name never began.
        while (known == null && deadlineNanos == 0) {
            Thread.sleep(100);
            known = run.get();
        }
        return known;
    }

    /// How long anything may still take.
    private long leftMillis() {
        long deadline = deadlineNanos;
        return deadline == 0
                ? CALL_MILLIS
                : Math.min(
                        CALL_MILLIS, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    private void send(Run known, Batch batch) {
        byte[] bytes;
        try {
            bytes = batch.read();
        } catch (IOException e) {
            turnOff("Spindrift: nothing more is pushed, for the spool cannot be read", e);
            return;
        }
        Reply reply = ask(known, "/events?stream=" + stream + "&first=" + batch.first, bytes);
        if (reply != null) {
            judge(batch, reply.next());
        }
    }

    private void judge(Batch batch, long next) {
        if (next >= batch.end()) {
            anyTaken = true;
            spool.done(batch);
        } else if (next < batch.first) {
            turnOff(
                    "Spindrift: nothing more is pushed, for the server wants event "
                            + next
                            + " again, which it had taken",
                    null);
        }
    }

    private void sendLast(Run known) throws InterruptedException {
        Reply reply = null;
        while (reply == null && !off && leftMillis() > 0) {
            reply =
                    ask(
                            known,
                            "/events?stream=" + stream + "&first=" + spool.next() + "&last=true",
                            new byte[0]);
        }
    }

    private void sendSamples(Run known) {
        List<MemorySample> some = samples.some();
        // Events go first when the server is busy.
        if (some.isEmpty() || off || leftMillis() <= 0 || backoff.failing()) {
            return;
        }
        byte[] body = MemorySample.json(some).getBytes(StandardCharsets.UTF_8);
        if (ask(known, "/memory", body) != null) {
            samples.done(some);
        }
    }

    /// The answer when it was taken, or null: it is to be sent again, or this is off by now.
    private @Nullable Reply ask(Run known, String path, byte[] body) {
        boolean json = path.equals("/memory");
        String bodyType = json || body.length == 0 ? "application/json" : type;
        Reply reply;
        try {
            reply =
                    client.post(
                            known.path(attemptsPassed) + path,
                            bodyType,
                            body,
                            Math.max(1, leftMillis()));
        } catch (IOException e) {
            waitALittle(0, e.toString());
            return null;
        }
        if (reply.taken()) {
            if (backoff.failing()) {
                LOG.info("Spindrift: the server is back, waitingEvents={}", spool.waitingLines());
            }
            backoff.succeeded();
            return reply;
        }
        refused(known, reply);
        return null;
    }

    private String description(Run known) {
        return "app="
                + known.appId
                + "\nattempt="
                + (known.attempt + attemptsPassed)
                + "\nstream="
                + stream
                + "\n";
    }

    private void refused(Run known, Reply reply) {
        if (reply.later()) {
            waitALittle(reply.retryAfterMillis, "status " + reply.status);
        } else if (reply.status == 409 && !anyTaken && attemptsPassed < ATTEMPTS_PASSED_MAX) {
            // An earlier driver had the same id.
            attemptsPassed++;
            spool.describe(description(known));
        } else {
            turnOff(
                    "Spindrift: nothing more is pushed, for the server refuses it: "
                            + reply.status
                            + " "
                            + reply.sentence(),
                    null);
        }
    }

    private void waitALittle(long askedMillis, String why) {
        if (!backoff.failing()) {
            LOG.warn("Spindrift: the server does not take events, they wait here: {}", why);
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff.failed(askedMillis));
        // In small steps, for the application may end meanwhile.
        while (System.nanoTime() - until < 0 && leftMillis() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private void turnOff(String sentence, @Nullable Throwable why) {
        off = true;
        spool.turnOff();
        LOG.warn(sentence, why);
    }
}
