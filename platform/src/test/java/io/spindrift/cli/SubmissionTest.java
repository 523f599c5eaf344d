package io.spindrift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SubmissionTest {
    @Test
    void flagsOfSparkSubmit_becomeFields() {
        assertThat(
                        request(
                                "--class",
                                "org.example.Etl",
                                "--name",
                                "daily-etl",
                                "--driver-memory",
                                "2g",
                                "--driver-cores",
                                "1",
                                "--executor-memory",
                                "4g",
                                "--executor-cores",
                                "2",
                                "--num-executors",
                                "3",
                                "--jars",
                                "a.jar,s3a://b/b.jar",
                                "--files",
                                "conf.json#c.json",
                                "--packages",
                                "g:a:1,g:b:2",
                                "--conf",
                                "spark.sql.shuffle.partitions=8",
                                "--spark-version",
                                "3.5.9",
                                "--template",
                                "small",
                                "lib/etl.jar",
                                "--rows",
                                "10"))
                .isEqualTo(
                        json(
                                """
                                {"jobId": "daily-etl", "configTemplateId": "small",
                                 "configOverrides": {
                                  "type": "Java", "sparkVersion": "3.5.9",
                                  "mainApplicationFile": "up:lib/etl.jar",
                                  "mainClass": "org.example.Etl",
                                  "arguments": ["--rows", "10"],
                                  "sparkConf": {"spark.sql.shuffle.partitions": "8"},
                                  "driver": {"memory": "2g", "cores": 1},
                                  "executor": {"memory": "4g", "cores": 2, "instances": 3},
                                  "deps": {"jars": ["up:a.jar", "up:s3a://b/b.jar"],
                                   "files": ["up:conf.json#c.json"],
                                   "packages": ["g:a:1", "g:b:2"]}}}\
                                """));
    }

    @Test
    void wordsAfterTheFile_areTheApplications() {
        assertThat(request("etl.py", "--conf", "mine", "--wait").at("/configOverrides"))
                .isEqualTo(
                        json(
                                """
                                {"type": "Python", "mainApplicationFile": "up:etl.py",
                                 "arguments": ["--conf", "mine", "--wait"]}\
                                """));
    }

    @Test
    void settingsThatHaveFields_becomeFields() {
        JsonNode overrides =
                request(
                                "--conf",
                                "spark.executor.instances=2",
                                "--conf",
                                "spark.hadoop.fs.s3a.endpoint=x=y",
                                "--conf",
                                "spark.executor.memoryOverhead=512m",
                                "--conf",
                                "spark.master=yarn",
                                "a.sql")
                        .at("/configOverrides");
        assertThat(overrides)
                .isEqualTo(
                        json(
                                """
                                {"type": "SQL", "mainApplicationFile": "up:a.sql",
                                 "executor": {"instances": 2, "memoryOverhead": "512m"},
                                 "hadoopConf": {"fs.s3a.endpoint": "x=y"}}\
                                """));
    }

    @Test
    void flag_winsOverConfAndFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("spark.properties");
        Files.writeString(
                file,
                """
                spark.executor.memory 1g
                spark.executor.cores=4
                spark.ui.enabled  false
                not.spark=ignored
                """);
        JsonNode overrides =
                request(
                                "--properties-file",
                                file.toString(),
                                "--conf",
                                "spark.executor.memory=2g",
                                "--conf",
                                "spark.executor.cores=2",
                                "--executor-memory",
                                "3g",
                                "a.py")
                        .at("/configOverrides");
        assertThat(overrides.path("executor"))
                .isEqualTo(json("{\"cores\": 2, \"memory\": \"3g\"}"));
        assertThat(overrides.path("sparkConf"))
                .isEqualTo(json("{\"spark.ui.enabled\": \"false\"}"));
    }

    @Test
    void jobIdNotGiven_comesFromAppNameOrFile() {
        assertThat(request("target/my etl.jar").path("jobId").asText()).isEqualTo("my-etl");
        assertThat(request("--conf", "spark.app.name=Nightly load", "x.py").path("jobId").asText())
                .isEqualTo("Nightly-load");
    }

    @Test
    void masterAndDeployMode_areTakenAndDropped() {
        assertThat(request("--master", "yarn", "--deploy-mode", "cluster", "x.py").toString())
                .doesNotContain("yarn", "cluster");
    }

    @Test
    void confWithoutEquals_isRefused() {
        assertThatThrownBy(() -> request("--conf", "spark.x", "a.py"))
                .isInstanceOf(WrongWordsException.class)
                .hasMessageContaining("KEY=VALUE");
        assertThatThrownBy(() -> request("--executor-cores", "two", "a.py"))
                .isInstanceOf(WrongWordsException.class)
                .hasMessageContaining("spark.executor.cores")
                .hasMessageContaining("two");
    }

    private static JsonNode request(String... words) {
        Words parsed = new SubmitCommand().syntax().parse(List.of(words));
        return SubmitCommand.submission(parsed).request(file -> "up:" + file);
    }

    private static JsonNode json(String text) {
        try {
            return Platform.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
