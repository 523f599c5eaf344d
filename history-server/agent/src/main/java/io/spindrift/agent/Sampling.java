package io.spindrift.agent;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at this process's memory on a beat, in a thread of its own.
final class Sampling implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);

    private final String container;
    private final long everyMillis;
    private final Consumer<MemorySample> to;
    private final MemoryProbe probe = new MemoryProbe();
    private final Thread thread = new Thread(this, "spindrift-memory");

    Sampling(String container, long everyMillis, Consumer<MemorySample> to) {
        this.container = container;
        this.everyMillis = everyMillis;
        this.to = to;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    @Override
    public void run() {
        try {
            while (true) {
                sample();
                Thread.sleep(everyMillis);
            }
        } catch (InterruptedException e) {
            // Stopped.
        }
    }

    private void sample() {
        try {
            to.accept(probe.sample(container, System.currentTimeMillis()));
        } catch (RuntimeException e) {
            LOG.debug("Spindrift: a sample of memory is missing", e);
        }
    }
}
