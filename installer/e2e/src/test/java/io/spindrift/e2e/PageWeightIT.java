package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import io.spindrift.history.AppRun;
import io.spindrift.history.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Weights and times of the pages, with a large application before them. A measurement says
/// `-Dspindrift.e2e.stages=3000 -Dspindrift.e2e.tasks=100 -Dspindrift.e2e.slack=1`; where other
/// things run beside the tests, times are given slack.
@ExtendWith(SharedPlatform.class)
final class PageWeightIT {
    private static final int STAGES = Surroundings.number("stages", 600);
    private static final int TASKS = Surroundings.number("tasks", 20);
    private static final int ROUNDS = Surroundings.number("rounds", 1);
    private static final int SLACK = Surroundings.number("slack", 5);

    /// More than the generated log lasts.
    private static final Duration LASTED = Duration.ofHours(20);

    private static final int SCRIPT_BYTES_MAX = 150 * 1024;
    private static final int PAINT_MILLIS_MAX = 300;
    private static final int READY_MILLIS_MAX = 600;
    private static final int FRAME_MILLIS_MAX = 50;
    private static final String LINES =
            """
            from pyspark.sql import SparkSession

            spark = SparkSession.builder.getOrCreate()
            for line in range(20000):
                print(f"26/11/21 10:00:00 INFO Loader: line {line} of the long log of this driver")
            spark.stop()
            """;

    @Test
    void pages_ofALargeApplication_areLightAndFast(Browser browser) throws Exception {
        try (Platform platform = Platform.start("weight")) {
            Api api = platform.api();
            String appId = api.submit(new Programs(api).python("weight", "lines.py", LINES));
            api.awaitEnd(appId, Duration.ofMinutes(3));
            platform.stop();
            makeLarge(platform, new RunId(appId, 1));
            platform.start();
            Map<String, List<PageTimes>> measured = new LinkedHashMap<>();
            pages(appId)
                    .forEach((name, path) -> measured.put(name, measure(browser, platform, path)));
            report(measured);

            measured.forEach((name, times) -> {
                assertThat(median(times, PageTimes::scriptBytes))
                        .as("script bytes of " + name)
                        .isLessThanOrEqualTo(SCRIPT_BYTES_MAX);
                assertThat(median(times, PageTimes::paintMillis))
                        .as("first paint of " + name)
                        .isBetween(0.0, (double) PAINT_MILLIS_MAX * SLACK);
                assertThat(median(times, PageTimes::readyMillis))
                        .as("ready " + name)
                        .isLessThanOrEqualTo(READY_MILLIS_MAX * SLACK);
                assertThat(median(times, PageTimes::frameMillis))
                        .as("longest frame of " + name)
                        .isLessThanOrEqualTo(FRAME_MILLIS_MAX * SLACK);
            });
        }
    }

    /// Puts a generated log in the place of the small one.
    private static void makeLarge(Platform platform, RunId run) throws Exception {
        Path folder = Files.createTempDirectory("spindrift-e2e-log-");
        Path log = folder.resolve("app-20261121100000-0000");
        try {
            generate(log);
            AppRun large;
            try (HistoryRows rows = HistoryRows.open(platform.data().resolve("rocksdb"))) {
                rows.forget(run);
                rows.read(run, log, "weight", List.of(), null);
                large = rows.run(run);
            }
            ApplicationRows.runFrom(platform, run, large.startedAt(), large.updatedAt());
        } finally {
            Files.deleteIfExists(log);
            Files.deleteIfExists(folder);
        }
    }

    private static void generate(Path log) throws IOException, InterruptedException {
        Path generator =
                Surroundings.examples()
                        .resolve("../../history-server/bench/GenerateLog.java")
                        .normalize();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                generator.toString(),
                                log.toString(),
                                String.valueOf(STAGES),
                                String.valueOf(TASKS),
                                String.valueOf(Instant.now().minus(LASTED).toEpochMilli()))
                        .inheritIO()
                        .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static Map<String, String> pages(String appId) {
        String application = "/applications/local/" + appId;
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("applications", "/");
        pages.put("application", application);
        pages.put("executors", application + "?tab=executors");
        pages.put("stages", application + "?tab=stages");
        pages.put("stage", application + "?tab=stages&stage=1.0");
        pages.put("sql", application + "?tab=sql");
        pages.put("jobs-of-spark", application + "?tab=jobs");
        pages.put("storage", application + "?tab=storage");
        pages.put("environment", application + "?tab=environment");
        pages.put("logs", application + "?tab=logs&stream=stdout");
        pages.put("configuration", application + "?tab=configuration");
        pages.put("cost", application + "?tab=cost");
        pages.put("jobs", "/jobs");
        pages.put("job", "/jobs/weight");
        pages.put("costs", "/costs");
        pages.put("clusters", "/clusters");
        pages.put("cluster", "/clusters/local");
        pages.put("search", "/search?q=weight");
        pages.put("settings", "/settings");
        return pages;
    }

    /// Each time as someone who has never been here, but for his cookie.
    private static List<PageTimes> measure(Browser browser, Platform platform, String path) {
        List<PageTimes> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (BrowserContext visitor = browser.visitor(1280, 800, ColorScheme.LIGHT);
                    Console console = new Console(visitor, platform.address())) {
                console.signInQuietly(platform.adminToken());
                times.add(PageTimes.of(console, path));
            }
        }
        return times;
    }

    private static void report(Map<String, List<PageTimes>> measured) {
        Report report =
                new Report(
                        "page-weights",
                        "page",
                        "scripts KiB",
                        "first paint ms",
                        "ready ms",
                        "longest frame ms");
        measured.forEach((name, times) ->
                report.row(
                        name,
                        "%.1f".formatted(median(times, PageTimes::scriptBytes) / 1024),
                        "%.0f".formatted(median(times, PageTimes::paintMillis)),
                        "%.0f".formatted(median(times, PageTimes::readyMillis)),
                        "%.0f".formatted(median(times, PageTimes::frameMillis))));
        report.remark(
                "an application of %d stages and %d tasks; median of %d, nothing cached; frames that"
                                .formatted(STAGES, STAGES * TASKS, ROUNDS)
                        + " took less than 50 ms are not told by the browser and shown as 0");
        report.write();
    }

    private static double median(List<PageTimes> times, ToDoubleFunction<PageTimes> figure) {
        double[] sorted = times.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
