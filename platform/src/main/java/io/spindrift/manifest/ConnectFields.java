package io.spindrift.manifest;

import static io.spindrift.manifest.FieldType.OBJECT;
import static io.spindrift.manifest.FieldType.TEXT;
import static io.spindrift.manifest.FieldType.TEXT_MAP;
import static io.spindrift.manifest.FieldType.WHOLE;

import java.util.List;

/// The `spec` of a `SparkConnect` (sparkoperator.k8s.io/v1alpha1): a server is an application whose
/// program is Spark's own.
final class ConnectFields {
    static final List<Field> ALL = all();

    private ConnectFields() {}

    private static List<Field> all() {
        FieldList list =
                new FieldList()
                        .same(TEXT, "sparkVersion")
                        .done("image", TEXT, "`image`", Steps::image)
                        .same(TEXT_MAP, "hadoopConf")
                        .done(
                                "sparkConf",
                                TEXT_MAP,
                                "`sparkConf`; where a property has a field here, that field",
                                Steps::sparkConf);
        server(list);
        list.same(WHOLE, "executor.instances", "executor.cores")
                .same(TEXT, "executor.memory")
                .done(
                        "executor.template",
                        OBJECT,
                        "the pod's template",
                        (draft, value) -> draft.template(Role.EXECUTOR, value))
                .same(FieldType.FLAG, "dynamicAllocation.enabled")
                .same(
                        WHOLE,
                        "dynamicAllocation.initialExecutors",
                        "dynamicAllocation.minExecutors",
                        "dynamicAllocation.maxExecutors")
                .property(
                        "dynamicAllocation.shuffleTrackingEnabled",
                        FieldType.FLAG,
                        "spark.dynamicAllocation.shuffleTracking.enabled")
                .done(
                        "dynamicAllocation.shuffleTrackingTimeout",
                        WHOLE,
                        "Spark's `spark.dynamicAllocation.shuffleTracking.timeout`",
                        (draft, value) ->
                                draft.property(
                                        "spark.dynamicAllocation.shuffleTracking.timeout",
                                        value.asText() + "ms"));
        return RestartFields.of(list, "restartPolicy.restartPolicyType").fields();
    }

    private static void server(FieldList list) {
        list.becomes("server.cores", WHOLE, "driver.cores")
                .becomes("server.memory", TEXT, "driver.memory")
                .done(
                        "server.template",
                        OBJECT,
                        "the pod's template",
                        (draft, value) -> draft.template(Role.DRIVER, value))
                .followed(
                        "server.service",
                        OBJECT,
                        "the Service `<name>-server` with port 15002: its name, labels, annotations"
                                + " and `spec`, but for ports and selector");
    }
}
