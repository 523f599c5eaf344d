package io.spindrift.runtime.kube.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Every `spark.kubernetes.` property of every version has its place in [KubeConf], and
/// `PROPERTIES.md` tells all of them.
final class KubeConfTest {
    private static final Path TABLE = Path.of("PROPERTIES.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyProperty_thatAVersionKnows_hasItsPlace() throws IOException {
        assertThat(known().keySet()).allSatisfy(key -> assertThat(KubeConf.use(key)).isPresent());
    }

    @Test
    void use_ofTheLongestKey_holds() {
        assertThat(KubeConf.use("spark.kubernetes.executor.label.team"))
                .hasValueSatisfying(use -> assertThat(use).isInstanceOf(KubeConf.HandedOn.class));
        assertThat(KubeConf.use("spark.kubernetes.executor.label.spindrift.io/app-id"))
                .hasValueSatisfying(use -> assertThat(use).isInstanceOf(KubeConf.Refused.class));
        assertThat(KubeConf.use("spark.kubernetes.executor.container.image"))
                .hasValueSatisfying(use -> assertThat(use).isEqualTo(new KubeConf.Field("image")));
        assertThat(KubeConf.use("SPARK.kubernetes.NAMESPACE")).isPresent();
        assertThat(KubeConf.use("spark.sql.shuffle.partitions")).isEmpty();
    }

    @Test
    void table_inTheRepository_isThatOfTheCode() throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "PROPERTIES.md"), table());
        assertThat(Files.exists(TABLE) ? Files.readString(TABLE) : "")
                .as("PROPERTIES.md is made from KubeConf: copy target/PROPERTIES.md over it")
                .isEqualTo(table());
    }

    /// The versions that know a property, by its key.
    private static Map<String, String> known() throws IOException {
        Map<String, String> known = new TreeMap<>();
        for (String version : Golden.VERSIONS) {
            JsonNode line = JSON.readTree(Golden.answers(version).getFirst());
            String minor = version.substring(0, version.lastIndexOf('.'));
            line.path("known")
                    .fieldNames()
                    .forEachRemaining(key ->
                            known.merge(
                                    key,
                                    minor,
                                    (first, last) -> first.split("–", 2)[0] + "–" + last));
        }
        return known;
    }

    private static String table() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        Map<String, String> known = known();
        known.forEach((key, versions) -> rows.put(key, row(key, versions)));
        KubeConf.ALL.stream()
                .sorted(Comparator.comparing(KubeConf.Property::key))
                .filter(property -> known.keySet().stream().noneMatch(property.key()::equals))
                .forEach(property ->
                        rows.put(
                                property.key(),
                                row(property.key() + (property.family() ? "…" : ""), "")));
        StringBuilder text =
                new StringBuilder(
                        """
                        # Spark properties on Kubernetes

                        Made from `runtime.kube.KubeConf` (`KubeConfTest` holds it to that). What comes of a property in `sparkConf`:

                        - *shapes the pod*: it has the effect on the driver's pod, service or claims that `spark-submit` gives it; `SparkPodsTest` compares both.
                        - *handed on*: Spark in the driver reads it.
                        - *field*: it is refused, for a field of the configuration says the same.
                        - *refused*: with this sentence.

                        Where a key ends with `…`, all that begin so are meant, but for longer ones in the table. The versions are those of Spark that know a property. What a template or a volume may not have is in `HostAccess`.

                        | Property | Spark | What comes of it |
                        |---|---|---|
                        """);
        rows.values().forEach(row -> text.append(row).append('\n'));
        return text.toString();
    }

    private static String row(String key, String versions) {
        String plain = key.endsWith("…") ? key.substring(0, key.length() - 1) + "x" : key;
        String use =
                switch (KubeConf.use(plain).orElseThrow()) {
                    case KubeConf.Shapes() -> "shapes the pod";
                    case KubeConf.HandedOn() -> "handed on";
                    case KubeConf.Field(String name) -> "field `" + name + "`";
                    case KubeConf.Refused(String why) -> "refused: " + why;
                };
        return "| `" + key + "` | " + versions + " | " + use + " |";
    }
}
