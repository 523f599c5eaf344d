package io.spindrift.runtime.kube.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Our pods, services, claims and settings are those of Spark's own submission, but for what
/// [Golden] lists.
final class SparkPodsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonNode> CONFIGURATIONS = Golden.configurations();

    @Test
    void configurations_areMany() {
        assertThat(CONFIGURATIONS).hasSizeGreaterThanOrEqualTo(60);
    }

    @TestFactory
    Stream<DynamicContainer> ofEachVersion_everyConfiguration_isAsSparkMakesIt() {
        return Golden.VERSIONS.stream()
                .map(version -> DynamicContainer.dynamicContainer(version, tests(version)));
    }

    private static List<DynamicTest> tests(String version) {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> answers = Golden.answers(version);
        for (String answer : answers.subList(1, answers.size())) {
            String name = name(answer);
            JsonNode configuration = Objects.requireNonNull(CONFIGURATIONS.get(name), name);
            tests.add(
                    DynamicTest.dynamicTest(
                            name,
                            () -> {
                                Map<String, JsonNode> sparks = Golden.sparks(answer);
                                Map<String, JsonNode> ours = Golden.ours(configuration, version);
                                assertThat(ours.keySet()).isEqualTo(sparks.keySet());
                                sparks.forEach((kind, object) ->
                                        assertThat(lines(ours.get(kind)))
                                                .as(kind)
                                                .isEqualTo(lines(object)));
                            }));
        }
        tests.add(
                DynamicTest.dynamicTest(
                        "all configurations are there",
                        () ->
                                assertThat(tests.subList(0, tests.size() - 1))
                                        .extracting(DynamicTest::getDisplayName)
                                        .containsExactlyElementsOf(CONFIGURATIONS.keySet())));
        return tests;
    }

    private static String lines(@Nullable JsonNode object) {
        return object == null ? "nothing" : object.toPrettyString();
    }

    private static String name(String answer) {
        try {
            return JSON.readTree(answer).path("name").asText();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
