package io.spindrift.app;

import static io.spindrift.app.Apps.T0;
import static io.spindrift.app.Apps.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTemplateStoreTest {
    @TempDir Path folder;

    @Test
    void templatesAndJobs_areKeptUntilDeleted() {
        try (Database database =
                Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0))) {
            ConfigTemplateStore templates = new ConfigTemplateStore(database);
            ConfigTemplate small =
                    new ConfigTemplate(
                            "local", "small", "Small", json("{'priority': 1}"), "amy", T0, T0);
            templates.put(small);
            assertThat(templates.get("local", "small")).contains(small);
            assertThat(templates.list("local")).containsExactly(small);
            assertThat(templates.list("loca")).isEmpty();
            templates.delete("local", "small");
            assertThat(templates.get("local", "small")).isEmpty();

            JobStore jobs = new JobStore(database);
            Job made = jobs.getOrMake("etl", T0);
            assertThat(jobs.getOrMake("etl", T0.plusSeconds(9))).isEqualTo(made);
            jobs.put(new Job("etl", "ETL", json("{'priority': 2}"), T0, T0.plusSeconds(1)));
            assertThat(jobs.list()).extracting(Job::displayName).containsExactly("ETL");
        }
    }
}
