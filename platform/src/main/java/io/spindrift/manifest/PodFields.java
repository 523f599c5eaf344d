package io.spindrift.manifest;

import static io.spindrift.manifest.FieldType.FLAG;
import static io.spindrift.manifest.FieldType.OBJECT;
import static io.spindrift.manifest.FieldType.OBJECTS;
import static io.spindrift.manifest.FieldType.TEXT;
import static io.spindrift.manifest.FieldType.TEXT_MAP;
import static io.spindrift.manifest.FieldType.WHOLE;

/// The fields of a driver or an executor.
final class PodFields {
    private PodFields() {}

    static void driver(FieldList list) {
        both(list, Role.DRIVER);
        list.refused(
                        TEXT,
                        "pods are named by the platform, so that no application starts twice",
                        "driver.podName")
                .refused(
                        TEXT,
                        "executors are made in the cluster of the driver",
                        "driver.kubernetesMaster")
                .done(
                        "driver.serviceAnnotations",
                        TEXT_MAP,
                        "Spark's `spark.kubernetes.driver.service.annotation.*`",
                        (draft, value) ->
                                draft.properties(
                                        "spark.kubernetes.driver.service.annotation.", value))
                .done(
                        "driver.serviceLabels",
                        TEXT_MAP,
                        "Spark's `spark.kubernetes.driver.service.label.*`",
                        (draft, value) ->
                                draft.properties("spark.kubernetes.driver.service.label.", value))
                .becomes("driver.serviceAccount", TEXT, "serviceAccountName");
    }

    static void executor(FieldList list) {
        both(list, Role.EXECUTOR);
        list.same(WHOLE, "executor.instances")
                .property(
                        "executor.deleteOnTermination",
                        FLAG,
                        "spark.kubernetes.executor.deleteOnTermination")
                .add(
                        "executor.serviceAccount",
                        TEXT,
                        new Use.Templated("serviceAccountName", false));
    }

    private static void both(FieldList list, Role role) {
        String name = role.word();
        list.done(
                        name + ".template",
                        OBJECT,
                        "the pod's template",
                        (draft, value) -> draft.template(role, value))
                .same(WHOLE, name + ".cores")
                .same(TEXT, name + ".coreRequest", name + ".coreLimit")
                .same(TEXT, name + ".memory", name + ".memoryOverhead")
                .refused(
                        TEXT,
                        "a container may use its memory and its overhead; raise `memoryOverhead`",
                        name + ".memoryLimit")
                .same(TEXT, name + ".gpu.name")
                .same(WHOLE, name + ".gpu.quantity")
                .done(
                        name + ".image",
                        TEXT,
                        "`image`; the same for both",
                        (draft, value) -> draft.image(role, value.asText()))
                .done(
                        name + ".configMaps",
                        OBJECTS,
                        "a volume and its mount, each (`name`, `path`)",
                        (draft, value) -> Steps.configMaps(draft, role, value))
                .same(OBJECTS, name + ".secrets")
                .done(
                        name + ".env",
                        OBJECTS,
                        "`envVars`, `envSecretKeyRefs`, or `env` of the container",
                        (draft, value) -> Steps.env(draft, role, value))
                .same(TEXT_MAP, name + ".envVars")
                .same(OBJECT, name + ".envSecretKeyRefs");
        container(list, name, "envFrom", OBJECTS);
        list.same(TEXT_MAP, name + ".labels", name + ".annotations")
                .same(OBJECTS, name + ".volumeMounts")
                .same(OBJECT, name + ".affinity")
                .same(OBJECTS, name + ".tolerations", name + ".sidecars", name + ".initContainers")
                .same(TEXT_MAP, name + ".nodeSelector")
                .property(
                        name + ".schedulerName",
                        TEXT,
                        "spark.kubernetes." + name + ".scheduler.name")
                .add(
                        name + ".podSecurityContext",
                        OBJECT,
                        new Use.Templated("securityContext", false));
        container(list, name, "securityContext", OBJECT);
        container(list, name, "lifecycle", OBJECT);
        container(list, name, "ports", OBJECTS);
        pod(list, name, FLAG, "hostNetwork", "shareProcessNamespace");
        pod(list, name, OBJECT, "dnsConfig");
        pod(list, name, WHOLE, "terminationGracePeriodSeconds");
        pod(list, name, OBJECTS, "hostAliases");
        pod(list, name, TEXT, "runtimeClassName", "priorityClassName");
        list.property(name + ".javaOptions", TEXT, "spark." + name + ".extraJavaOptions");
    }

    private static void container(FieldList list, String name, String field, FieldType type) {
        list.add(name + "." + field, type, new Use.Templated(field, true));
    }

    private static void pod(FieldList list, String name, FieldType type, String... fields) {
        for (String field : fields) {
            list.add(name + "." + field, type, new Use.Templated(field, false));
        }
    }
}
