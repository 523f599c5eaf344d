package io.spindrift.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/// The platform's own metrics. Made when first used: a start does without.
public final class OwnMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests;
    private final Histogram seconds;

    public OwnMetrics() {
        requests =
                Counter.builder()
                        .name("spindrift_http_requests_total")
                        .help("Answers sent, by status class")
                        .labelNames("method", "status")
                        .register(registry);
        seconds =
                Histogram.builder()
                        .name("spindrift_http_request_seconds")
                        .help("Time to answer; streams are left out")
                        .classicOnly()
                        .classicUpperBounds(0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10)
                        .register(registry);
        gauge(
                "spindrift_jvm_heap_used_bytes",
                "Heap in use",
                () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        gauge(
                "spindrift_jvm_threads",
                "Live platform threads",
                () -> ManagementFactory.getThreadMXBean().getThreadCount());
        gauge(
                "spindrift_uptime_seconds",
                "Since the start of the process",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    }

    /// Adds a figure that is read when somebody asks.
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /// Adds what is read when somebody asks, several metrics at once.
    void add(MultiCollector collector) {
        registry.register(collector);
    }

    void answered(String method, int status, Duration time) {
        requests.labelValues(method, status / 100 + "xx").inc();
        seconds.observe(time.toNanos() / 1e9);
    }

    byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
