package io.spindrift.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigResolverTest {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES)
                    .build();
    private static final ConfigResolver RESOLVER =
            new ConfigResolver(new PlatformDefaults("4.3.0"));

    @Test
    void resolve_fiveSources_highestWinsKeyByKeyAndIsNamed() {
        EffectiveConfig config =
                RESOLVER.resolve(
                        ConfigTarget.KUBERNETES,
                        List.of(
                                layer(
                                        ConfigSource.OVERRIDE,
                                        "{'mainApplicationFile': 'file:/a.py', 'driver': {'cores': 2}}"),
                                layer(
                                        ConfigSource.JOB,
                                        "{'driver': {'cores': 3, 'memory': '3g'},"
                                                + " 'sparkConf': {'a.b': 'job'}}"),
                                layer(
                                        ConfigSource.tuning("spill"),
                                        "{'sparkConf': {'a.b': 'tuned', 'a.c': 'tuned'}}"),
                                layer(
                                        ConfigSource.TEMPLATE,
                                        "{'driver': {'cores': 5, 'memory': '5g', 'spot': true},"
                                                + " 'sparkConf': {'a.d': 'template'},"
                                                + " 'arguments': ['t']}")));
        assertThat(config.values().at("/driver/cores").asInt()).isEqualTo(2);
        assertThat(config.sources().at("/driver/cores").asText()).isEqualTo("override");
        assertThat(config.values().at("/driver/memory").asText()).isEqualTo("3g");
        assertThat(config.sources().at("/driver/memory").asText()).isEqualTo("job");
        assertThat(config.values().at("/driver/spot").asBoolean()).isTrue();
        assertThat(config.sources().at("/driver/spot").asText()).isEqualTo("template");
        assertThat(config.sources().path("sparkConf").toString())
                .isEqualTo("{\"a.b\":\"job\",\"a.c\":\"tuning(spill)\",\"a.d\":\"template\"}");
        assertThat(config.values().path("sparkConf").toString())
                .isEqualTo("{\"a.b\":\"job\",\"a.c\":\"tuned\",\"a.d\":\"template\"}");
        assertThat(config.sources().path("arguments").asText()).isEqualTo("template");
        assertThat(config.sources().at("/executor/instances").asText()).isEqualTo("default");
        assertThat(config.values().at("/executor/instances").asInt()).isEqualTo(6);
        assertThat(config.values().at("/executor/cores").asInt()).isEqualTo(4);
    }

    @Test
    void resolve_everyEffectiveKey_hasOneSource() {
        EffectiveConfig config = local("{'mainApplicationFile': 'file:/a.py', 'arguments': [1]}");
        assertThat(leaves(config.sources(), "")).isEqualTo(leaves(config.values(), ""));
    }

    @Test
    void resolve_local_hasSmallDefaults() {
        AppSpec spec = AppSpec.from(local("{'mainApplicationFile': 'file:/a.py'}"));
        assertThat(spec.type()).isEqualTo(AppType.PYTHON);
        assertThat(spec.sparkVersion()).isEqualTo("4.3.0");
        assertThat(spec.executors()).isEqualTo(ExecutorCount.fixed(1));
        assertThat(spec.driver().cores()).isEqualTo(1);
        assertThat(spec.driver().coreRequestMilliCores()).isEqualTo(200);
        assertThat(spec.executor().coreRequestMilliCores()).isEqualTo(800);
        assertThat(spec.executor().memoryMib()).isEqualTo(1024);
        assertThat(spec.executor().memoryOverheadMib()).isEqualTo(410);
        assertThat(spec.requestedMilliCores()).isEqualTo(1000);
        assertThat(spec.timeout())
                .isEqualTo(new AppTimeout(Duration.ofDays(1), TimeoutPolicy.KILL, true));
        assertThat(spec.restartPolicy()).isEqualTo(RestartPolicy.NEVER);
    }

    @Test
    void resolve_moreCoresOnLocal_askForMore() {
        AppSpec spec =
                AppSpec.from(
                        local(
                                "{'mainApplicationFile': 'file:/a.py', 'executor': {'cores': 4,"
                                        + " 'instances': 3}}"));
        assertThat(spec.executor().coreRequestMilliCores()).isEqualTo(3200);
        assertThat(spec.requestedMilliCores()).isEqualTo(200 + 3 * 3200);
    }

    @Test
    void resolve_spark3_hasDefaultsOfItsOwn() {
        EffectiveConfig config =
                local("{'mainApplicationFile': 'file:/a.py', 'sparkVersion': '3.5.9'}");
        assertThat(config.values().path("sparkConf").path("spark.eventLog.compress").asText())
                .isEqualTo("true");
        assertThat(config.sources().path("sparkVersion").asText()).isEqualTo("override");
    }

    @Test
    void resolve_disabledTimeout_standsAlone() {
        EffectiveConfig config =
                local("{'mainApplicationFile': 'file:/a.py', 'timeout': 'DISABLED'}");
        assertThat(config.values().path("timeout").asText()).isEqualTo("DISABLED");
        assertThat(AppSpec.from(config).timeout()).isNull();
    }

    @Test
    void resolve_givenTimeout_isNotByDefault() {
        AppSpec spec =
                AppSpec.from(
                        local("{'mainApplicationFile': 'file:/a.py', 'timeout': {'minutes': 5}}"));
        assertThat(spec.timeout())
                .isEqualTo(new AppTimeout(Duration.ofMinutes(5), TimeoutPolicy.KILL, false));
    }

    @Test
    void resolve_retries_haveBoundsByDefault() {
        AppSpec spec =
                AppSpec.from(
                        local(
                                "{'mainApplicationFile': 'file:/a.py',"
                                        + " 'restartPolicy': {'type': 'onFailure'}}"));
        assertThat(spec.restartPolicy())
                .isEqualTo(
                        new RestartPolicy(
                                RestartPolicy.Type.ON_FAILURE,
                                3,
                                5,
                                Duration.ofSeconds(10),
                                Duration.ofHours(1),
                                null));
    }

    @Test
    void resolve_dynamicAllocation_isAdmittedByItsMost() {
        AppSpec spec =
                AppSpec.from(
                        local(
                                "{'mainApplicationFile': 'file:/a.py',"
                                        + " 'dynamicAllocation': {'enabled': true, 'maxExecutors': 4}}"));
        assertThat(spec.executors()).isEqualTo(new ExecutorCount(true, 1, 0, 4));
        assertThat(spec.requestedMilliCores()).isEqualTo(200 + 4 * 800);
    }

    @Test
    void resolve_hintsOnLocal_areListedAsWithoutEffect() {
        EffectiveConfig config =
                local(
                        "{'mainApplicationFile': 'file:/a.py', 'image': 'x', 'driver': {'spot': true,"
                                + " 'nodeSelector': {'a': 'b'}, 'tolerations': []}}");
        assertThat(config.withoutEffect())
                .containsExactly("driver.nodeSelector", "driver.spot", "image");
    }

    @Test
    void resolve_meaningfulFieldsLocalCannotHave_areRefusedByName() {
        List<Problem> problems =
                problems(
                        "{'mainApplicationFile': 'file:/a.py', 'volumes': [{'name': 'v'}],"
                                + " 'driver': {'secrets': [{'name': 's', 'path': '/s'}]},"
                                + " 'executor': {'gpu': {'quantity': 1}, 'sidecars': [{}]}}");
        assertThat(problems)
                .extracting(Problem::code, Problem::fieldPath)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                "INVALID_VALUE", "configOverrides.volumes"),
                        org.assertj.core.groups.Tuple.tuple(
                                "INVALID_VALUE", "configOverrides.driver.secrets"),
                        org.assertj.core.groups.Tuple.tuple(
                                "INVALID_VALUE", "configOverrides.executor.gpu"),
                        org.assertj.core.groups.Tuple.tuple(
                                "INVALID_VALUE", "configOverrides.executor.sidecars"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'mainAplicationFile': 'x'} | mainAplicationFile | mainApplicationFile",
                "{'driver': {'core': 1}} | driver.core | cores",
                "{'driver': {'memroy': '1g'}} | driver.memroy | memory",
                "{'instances': 1} | instances | executor.instances",
                "{'executor': {'sparkConf': {}}} | executor.sparkConf | sparkConf",
                "{'deps': {'jar': []}} | deps.jar | jars",
                "{'zzzzzzzzzz': 1} | zzzzzzzzzz | known are arguments, dependencies"
            })
    void resolve_unknownField_isRefusedWithTheNearestKnownOne(
            String json, String path, String hint) {
        assertThat(problems(json))
                .anySatisfy(problem -> {
                    assertThat(problem.code()).isEqualTo("UNKNOWN_FIELD");
                    assertThat(problem.fieldPath()).isEqualTo("configOverrides." + path);
                    assertThat(problem.message())
                            .contains(
                                    hint.startsWith("known")
                                            ? "known are arguments"
                                            : "did you mean '" + hint + "'?");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'driver': {'cores': '2'}} | driver.cores | a whole number from 1 to 1024",
                "{'driver': {'cores': 0}} | driver.cores | a whole number from 1 to 1024",
                "{'driver': {'cores': 1.5}} | driver.cores | a whole number from 1 to 1024",
                "{'driver': {'cores': 99999999999}} | driver.cores | a whole number",
                "{'driver': 3} | driver | an object",
                "{'driver': {'memory': 'lots'}} | driver.memory | a size such as",
                "{'driver': {'memory': '100m'}} | driver.memory | at least 450m",
                "{'driver': {'coreRequest': '0'}} | driver.coreRequest | cores such as",
                "{'driver': {'spot': 'yes'}} | driver.spot | true or false",
                "{'arguments': 'a b'} | arguments | a list of texts",
                "{'arguments': ['a', {}]} | arguments[1] | a text",
                "{'sparkConf': ['a']} | sparkConf | an object of names and texts",
                "{'sparkConf': {'a': []}} | sparkConf.a | a text",
                "{'type': 'Pascal'} | type | one of Java, Scala, Python, R, SQL",
                "{'timeout': 'NEVER'} | timeout | policy, readyMinutes, startMinutes, or \"DISABLED\"",
                "{'restartPolicy': {'type': 'sometimes'}} | restartPolicy.type | one of never,"
                        + " onFailure, onInfrastructureFailure, always",
                "{'restartPolicy': {'backoffSeconds': 3601}} | restartPolicy.backoffSeconds | from"
                        + " 0 to 3600",
                "{'timeout': {'startMinutes': 0}} | timeout.startMinutes | a whole number",
                "{'timeout': {'minutes': -1}} | timeout.minutes | a whole number",
                "{'executor': {'instances': 100000}} | executor.instances | from 0 to 10000",
                "{'executor': {'instances': 0}} | executor.instances | at least 1",
                "{'dynamicAllocation': {'enabled': true, 'maxExecutors': 0}} |"
                        + " dynamicAllocation.maxExecutors | at least 1",
                "{'priority': 5000} | priority | from -1000 to 1000",
                "{'mainClass': 4} | mainClass | a text"
            })
    void resolve_wrongValue_isNamedWithWhatWouldBeRight(String json, String path, String wanted) {
        assertThat(problems(json))
                .anySatisfy(problem -> {
                    assertThat(problem.code()).isIn("INVALID_VALUE", "WRONG_TYPE");
                    assertThat(problem.fieldPath()).isEqualTo("configOverrides." + path);
                    assertThat(problem.message()).contains(path).contains(wanted);
                });
    }

    @Test
    void resolve_manyThingsWrong_areAllNamedAtOnce() {
        assertThat(problems("{'drivr': {}, 'type': 7, 'executor': {'cores': 'x', 'foo': 1}}"))
                .hasSize(4);
    }

    @Test
    void resolve_problemInTheJob_isNamedThere() {
        InvalidRequestException refused =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () ->
                                RESOLVER.resolve(
                                        ConfigTarget.LOCAL,
                                        List.of(
                                                new ConfigLayer(
                                                        ConfigSource.JOB,
                                                        object("{'typo': 1}"),
                                                        "job(daily)"))));
        assertThat(refused.problems().getFirst().fieldPath()).isEqualTo("job(daily).typo");
    }

    @Test
    void resolve_nothingToRun_isRefused() {
        assertThat(problems("{}"))
                .extracting(Problem::fieldPath)
                .containsExactly(
                        "configOverrides.mainApplicationFile", "configOverrides.mainClass");
    }

    @Test
    void resolve_jarWithoutClass_isRefused() {
        assertThat(problems("{'mainApplicationFile': 'file:/a.jar'}"))
                .extracting(Problem::fieldPath)
                .containsExactly("configOverrides.mainClass");
    }

    @Test
    void resolve_nulls_countAsNotGiven() {
        EffectiveConfig config =
                local("{'mainApplicationFile': 'file:/a.py', 'driver': {'cores': null}}");
        assertThat(config.sources().at("/driver/cores").asText()).isEqualTo("default");
    }

    @Test
    void resolve_numbersInSparkConf_becomeTexts() {
        EffectiveConfig config =
                local(
                        "{'mainApplicationFile': 'file:/a.py', 'sparkConf': {'a': 8, 'b': true},"
                                + " 'arguments': [1, 2.50]}");
        assertThat(AppSpec.from(config).sparkConf())
                .containsEntry("a", "8")
                .containsEntry("b", "true");
        assertThat(AppSpec.from(config).arguments()).containsExactly("1", "2.5");
    }

    @Test
    void checkedFragment_ofATemplate_needsNoMainFile() {
        ObjectNode fragment = object("{'driver': {'cores': 2}}");
        assertThat(ConfigResolver.checkedFragment(fragment, "config")).isEqualTo(fragment);
    }

    private static EffectiveConfig local(String json) {
        return RESOLVER.resolve(ConfigTarget.LOCAL, List.of(layer(ConfigSource.OVERRIDE, json)));
    }

    private static List<Problem> problems(String json) {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> local(json));
        assertThat(refused).as(json).isNotNull();
        return refused.problems();
    }

    private static ConfigLayer layer(ConfigSource source, String json) {
        return new ConfigLayer(source, object(json), "configOverrides");
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static List<String> leaves(JsonNode node, String path) {
        List<String> leaves = new ArrayList<>();
        if (!node.isObject()) {
            leaves.add(path);
        }
        node.properties()
                .forEach(field ->
                        leaves.addAll(leaves(field.getValue(), path + "/" + field.getKey())));
        leaves.sort(null);
        return leaves;
    }
}
