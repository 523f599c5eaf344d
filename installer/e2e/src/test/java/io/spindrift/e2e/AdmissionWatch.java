package io.spindrift.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks at a cluster again and again, from a thread of its own, until closed.
final class AdmissionWatch implements AutoCloseable {
    private static final long BEAT_MILLIS = 150;

    /// @param admitted cores that running applications hold
    record Sample(double capacity, double admitted, int running, int pending) {}

    private final CountDownLatch done = new CountDownLatch(1);
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread;

    private AdmissionWatch(Api api) {
        thread = Thread.ofVirtual().name("admission-watch").unstarted(() -> watch(api));
    }

    static AdmissionWatch begin(Api api) {
        AdmissionWatch watch = new AdmissionWatch(api);
        watch.thread.start();
        return watch;
    }

    private void watch(Api api) {
        do {
            JsonNode cluster = api.cluster();
            synchronized (samples) {
                samples.add(
                        new Sample(
                                cluster.path("capacity").path("cores").asDouble(),
                                cluster.path("admitted").path("cores").asDouble(),
                                cluster.path("running").asInt(),
                                cluster.path("pending").asInt()));
            }
        } while (!closedMeanwhile());
    }

    private boolean closedMeanwhile() {
        try {
            return done.await(BEAT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            thread.join(Duration.ofSeconds(70));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
