package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.runtime.LaunchRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What is wrong with Spark properties: those that cannot be given ([KubeConf]), and values that
/// would make a pod which Kubernetes turns down.
final class ConfRefusals {
    private static final Set<String> FLAGS =
            Set.of(
                    "spark.kubernetes.local.dirs.tmpfs",
                    "spark.kubernetes.legacy.useReadWriteOnceAccessMode",
                    "spark.kubernetes.securityContext.allowPrivilegeEscalation",
                    KubeConf.DRIVER + "securityContext.allowPrivilegeEscalation",
                    KubeConf.SERVICE + "publishNotReadyAddresses");
    private static final Set<String> PORTS =
            Set.of("spark.driver.blockManager.port", "spark.connect.grpc.binding.port");
    private static final Set<String> NAMES =
            Set.of(
                    "spark.kubernetes.hadoop.configMapName",
                    "spark.kubernetes.kerberos.krb5.configMapName",
                    "spark.kubernetes.kerberos.tokenSecret.name");
    private static final List<String> VARIABLES =
            List.of("spark.kubernetes.driverEnv.", "spark.executorEnv.");
    private static final String RESOURCE = "spark.driver.resource.";
    private static final int MOST_PORTS = 65535;

    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> conf;
    private final KubeSettings settings;

    private ConfRefusals(Map<String, String> conf, KubeSettings settings) {
        this.conf = conf;
        this.settings = settings;
    }

    static List<Problem> of(AppSpec spec, KubeSettings settings) {
        Map<String, String> conf = new TreeMap<>(spec.sparkConf());
        ConfRefusals refusals = new ConfRefusals(conf, settings);
        conf.forEach((key, value) ->
                refusals.reason(key, value)
                        .ifPresent(sentence ->
                                refusals.problems.add(
                                        Refusals.problem(sentence, "sparkConf." + key))));
        for (String prefix : List.of(KubeConf.DRIVER, KubeConf.EXECUTOR)) {
            refusals.template(prefix);
            refusals.problems.addAll(ConfVolumes.problems(conf, prefix, settings.hostAccess()));
        }
        return refusals.problems;
    }

    private Optional<String> reason(String key, String value) {
        return KubeConf.use(key)
                .flatMap(use ->
                        switch (use) {
                            case KubeConf.Field(String name) ->
                                    Optional.of(
                                            "'"
                                                    + key
                                                    + "' is set by the field '"
                                                    + name
                                                    + "'; use that");
                            case KubeConf.Refused(String why) ->
                                    Optional.of("'" + key + "' " + why);
                            case KubeConf.Shapes() -> Optional.empty();
                            case KubeConf.HandedOn() -> Optional.empty();
                        })
                .or(() -> value(key, value))
                .or(() -> named(key, value));
    }

    private Optional<String> value(String key, String value) {
        if (FLAGS.contains(key) && !value.equals("true") && !value.equals("false")) {
            return Optional.of("'" + key + "' must be true or false, not '" + value + "'");
        }
        if (PORTS.contains(key) && !whole(value, MOST_PORTS)) {
            return Optional.of("'" + key + "' must be a port, not '" + value + "'");
        }
        if (NAMES.contains(key) && !Syntax.name(value)) {
            return Optional.of("'" + key + "' must be a name, not '" + value + "'");
        }
        if (key.startsWith(RESOURCE) && key.endsWith(".amount")) {
            String vendor = key.substring(0, key.length() - "amount".length()) + "vendor";
            if (!whole(value, Integer.MAX_VALUE)) {
                return Optional.of("'" + key + "' must be a whole number, not '" + value + "'");
            }
            return conf.containsKey(vendor)
                    ? Optional.empty()
                    : Optional.of("'" + key + "' needs '" + vendor + "'");
        }
        return Optional.empty();
    }

    private static boolean whole(String text, int most) {
        try {
            int number = Integer.parseInt(text.trim());
            return number > 0 && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /// Of properties whose last part is a name of the user's choice.
    private Optional<String> named(String key, String value) {
        for (String prefix : List.of(KubeConf.DRIVER, KubeConf.EXECUTOR, KubeConf.SERVICE)) {
            for (String kind : List.of("label.", "annotation.", "node.selector.")) {
                if (key.startsWith(prefix + kind)) {
                    String name = key.substring((prefix + kind).length());
                    return keyed(name, value, kind);
                }
            }
            if (key.startsWith(prefix + "secretKeyRef.") && !value.matches("[^:]+:[^:]+")) {
                return Optional.of("'" + key + "' must be a secret's name and key, as 'db:user'");
            }
            if (key.startsWith(prefix + "secrets.") && !value.startsWith("/")) {
                return Optional.of("'" + key + "' must be a path, not '" + value + "'");
            }
        }
        return VARIABLES.stream()
                .filter(key::startsWith)
                .map(prefix -> key.substring(prefix.length()))
                .filter(name -> !Syntax.variable(name) || Syntax.takenVariable(name))
                .map(name ->
                        Syntax.variable(name)
                                ? "'" + key + "' is set by the platform and cannot be given"
                                : "'" + name + "' is no name of a variable")
                .findFirst();
    }

    private static Optional<String> keyed(String name, String value, String kind) {
        if (!Syntax.key(name)) {
            return Optional.of("'" + name + "' is no key such as 'team' or 'example.org/team'");
        }
        if (Syntax.takenKey(name) && !kind.equals("node.selector.")) {
            return Optional.of("'" + name + "' is set by the platform and cannot be given");
        }
        // A label may name the run; what comes of that is a value.
        boolean right =
                kind.equals("annotation.")
                        || Syntax.labelValue(value.replaceAll("\\{\\{[A-Z_]+}}", "x"));
        return right
                ? Optional.empty()
                : Optional.of("'" + value + "' is no value of a label, for '" + name + "'");
    }

    private void template(String prefix) {
        String key = prefix + KubeConf.TEMPLATE;
        String text = conf.get(key);
        String container = conf.get(prefix + KubeConf.TEMPLATE_CONTAINER);
        String path = "sparkConf." + key;
        if (text == null) {
            if (container != null) {
                problems.add(
                        Refusals.problem(
                                "there is no template, '" + key + "', to choose a container from",
                                path(prefix)));
            }
            return;
        }
        try {
            ObjectNode pod = PodTemplate.parse(text);
            if (!settings.hostAccess()) {
                problems.addAll(HostAccess.ofPod(pod.path("spec"), path));
            }
            if (pod.path("spec").has("nodeName")) {
                problems.add(
                        Refusals.problem(
                                "'spec.nodeName' cannot be given: the scheduler finds a node",
                                path));
            }
            if (container != null
                    && !pod.path("spec")
                            .path("containers")
                            .findValuesAsText("name")
                            .contains(container)) {
                problems.add(
                        Refusals.problem(
                                "the template has no container '" + container + "'", path(prefix)));
            }
        } catch (LaunchRefusedException e) {
            problems.add(Refusals.problem(String.valueOf(e.getMessage()), path));
        }
    }

    private static String path(String prefix) {
        return "sparkConf." + prefix + KubeConf.TEMPLATE_CONTAINER;
    }
}
