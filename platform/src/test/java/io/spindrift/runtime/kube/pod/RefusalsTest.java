package io.spindrift.runtime.kube.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each field and property that Kubernetes alone refuses, with its message: `refusals.yaml` has
/// them.
final class RefusalsTest {
    private static final KubeSettings WALLED =
            new KubeSettings("prod", "spark", "spindrift-spark", "spark", null, null, false);
    private static final KubeSettings OPEN =
            new KubeSettings("prod", "spark", "spindrift-spark", "spark", null, null, true);

    @TestFactory
    Stream<DynamicTest> each_isRefusedByItsMessage() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode refusal : refusals()) {
            String path = refusal.path("path").asText();
            String message = refusal.path("message").asText();
            tests.add(
                    DynamicTest.dynamicTest(
                            path + ": " + message,
                            () ->
                                    assertThat(found(spec(refusal), WALLED))
                                            .containsExactly(
                                                    new Problem("INVALID_VALUE", message, path))));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenConfiguration_isAllowed() {
        return Golden.configurations().entrySet().stream()
                .map(each ->
                        DynamicTest.dynamicTest(
                                each.getKey(),
                                () ->
                                        assertThat(
                                                        found(
                                                                Golden.spec(
                                                                        each.getValue(), "4.3.0"),
                                                                OPEN))
                                                .isEmpty()));
    }

    @Test
    void everyRefusedProperty_saysWhy() {
        assertThat(KubeConf.ALL)
                .filteredOn(property ->
                        property.use() instanceof KubeConf.Refused
                                || property.use() instanceof KubeConf.Field)
                .allSatisfy(property -> {
                    String key = property.key() + (property.family() ? "x" : "");
                    ObjectNode conf = JsonNodeFactory.instance.objectNode().put(key, "1");
                    ObjectNode refusal = JsonNodeFactory.instance.objectNode();
                    refusal.set("both", conf);
                    assertThat(found(Golden.spec(refusal, "4.3.0"), OPEN))
                            .singleElement()
                            .satisfies(problem -> {
                                assertThat(problem.fieldPath()).isEqualTo("sparkConf." + key);
                                assertThat(problem.message()).startsWith("'" + key + "' ");
                            });
                });
    }

    @Test
    void uploads_areTakenWherePodsReachUs_ifTheyAreThere() {
        KubeSettings reached =
                new KubeSettings(
                        "prod", "spark", "spindrift-spark", "spark", "http://a:1", null, false);
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        String file = "spindrift://file/" + "ab".repeat(32) + "/app.jar";
        given.putObject("given").put("mainApplicationFile", file);
        AppSpec spec = spec(given);
        assertThat(Refusals.of(spec, reached, _ -> true)).isEmpty();
        assertThat(Refusals.of(spec, reached, _ -> false))
                .containsExactly(
                        new Problem(
                                "NO_SUCH_FILE",
                                "no such file was uploaded, or it was removed: " + file,
                                "mainApplicationFile"));
    }

    private static List<Problem> found(AppSpec spec, KubeSettings settings) {
        return Refusals.of(spec, settings, _ -> true);
    }

    private static AppSpec spec(JsonNode refusal) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : refusal.properties()) {
            configuration.set(
                    switch (field.getKey()) {
                        case "given" -> "overrides";
                        case "conf" -> "both";
                        default -> field.getKey();
                    },
                    field.getValue());
        }
        return Golden.spec(configuration, "4.3.0");
    }

    private static JsonNode refusals() throws IOException {
        try (InputStream in = RefusalsTest.class.getResourceAsStream("refusals.yaml")) {
            return new YAMLMapper().readTree(in);
        }
    }
}
