package io.spindrift.runtime.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.kube.pod.KubeSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventLogsTest {
    private static final LaunchId ETL = new LaunchId("etl", 2);

    @TempDir Path folder;

    @Test
    void logsOfAFolderThatIsHere_areRead_unlessDriversPush() {
        String here = folder.toUri().toString();
        assertThat(logs(null, here).of(ETL)).isEqualTo(folder.resolve("eventlog_v2_etl-2"));
        assertThat(logs("http://10.0.0.1:8480", here).of(ETL)).isNull();
        assertThat(logs(null, here + "/nowhere").of(ETL)).isNull();
        assertThat(logs(null, "s3a://bucket/logs").of(ETL)).isNull();
        assertThat(logs(null, null).of(ETL)).isNull();
    }

    private static EventLogs logs(@Nullable String url, @Nullable String dir) {
        return EventLogs.of(new KubeSettings("prod", "spark", "spark", "spark", url, dir, false));
    }
}
