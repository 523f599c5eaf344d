package io.spindrift.history.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.cloud.StoredObject;
import io.spindrift.history.RunId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LogNamesTest {
    @Test
    void run_isReadFromTheName() {
        assertThat(LogNames.run("app-1.zstd")).contains(new RunId("app-1", 1));
        assertThat(LogNames.run("app-1_2.lz4.inprogress")).contains(new RunId("app-1", 2));
        assertThat(LogNames.run("eventlog_v2_spark-1f_3")).contains(new RunId("spark-1f", 3));
        assertThat(LogNames.run("application_1700000000000_0001"))
                .contains(new RunId("application_1700000000000", 1));
        assertThat(LogNames.run("a b")).isEmpty();
    }

    @Test
    void index_isReadFromTheName() {
        assertThat(LogNames.index("events_12_app-1.zstd")).isEqualTo(12);
        assertThat(LogNames.index("events_2_app-1.zstd.compact")).isEqualTo(2);
        assertThat(LogNames.index("events_x_app-1")).isZero();
        assertThat(LogNames.index("appstatus_app-1")).isZero();
    }

    @Test
    void rollingFolder_beginsWithWhatWasCompacted() {
        LogListing listing =
                listing(
                        "appstatus_a.inprogress",
                        "events_10_a",
                        "events_2_a",
                        "events_3_a",
                        "events_3_a.compact",
                        "events_4_a",
                        "_SUCCESS");

        assertThat(listing.files().stream().map(file -> LogNames.last(file.key())))
                .containsExactly("events_3_a.compact", "events_4_a", "events_10_a");
        assertThat(listing.complete()).isFalse();
        assertThat(listing("appstatus_a", "events_1_a").complete()).isTrue();
    }

    private static LogListing listing(String... names) {
        List<StoredObject> objects =
                Stream.of(names)
                        .map(name -> new StoredObject("eventlog_v2_a/" + name, 1, Instant.EPOCH))
                        .toList();
        return LogListing.ofRolling(objects);
    }
}
