package io.spindrift.runtime.kube.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.app.AppSpec;
import io.spindrift.app.Problem;
import io.spindrift.blob.BlobId;
import io.spindrift.blob.BlobUri;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// What Kubernetes alone refuses of a configuration, before anything is made: properties that are
/// ours or reach beyond the application's namespace, and what the API server would turn down.
///
/// What is the platform's own on every kind of cluster is refused before it comes here.
public final class Refusals {
    private static final String UPLOADED = "spindrift:";

    private final List<Problem> problems = new ArrayList<>();
    private final AppSpec spec;
    private final KubeSettings settings;
    private final Predicate<BlobId> uploaded;

    private Refusals(AppSpec spec, KubeSettings settings, Predicate<BlobId> uploaded) {
        this.spec = spec;
        this.settings = settings;
        this.uploaded = uploaded;
    }

    /// Everything that is wrong, each with the path of its field in the effective configuration;
    /// empty when a pod can be made.
    ///
    /// @param uploaded whether a file was uploaded and is there
    public static List<Problem> of(
            AppSpec spec, KubeSettings settings, Predicate<BlobId> uploaded) {
        Refusals refusals = new Refusals(spec, settings, uploaded);
        refusals.version();
        refusals.files();
        refusals.pod();
        refusals.problems.addAll(ConfRefusals.of(spec, settings));
        refusals.problems.addAll(
                new ContainerRefusals(spec, settings, "driver", spec.driver()).found());
        refusals.problems.addAll(
                new ContainerRefusals(spec, settings, "executor", spec.executor()).found());
        return List.copyOf(refusals.problems);
    }

    public static Problem problem(String sentence, String path) {
        return new Problem("INVALID_VALUE", sentence, path);
    }

    private void version() {
        String version = spec.sparkVersion();
        if (SparkVersion.find(version).isEmpty()) {
            problems.add(problem("'" + version + "' is no version of Spark", "sparkVersion"));
        }
    }

    private void files() {
        file(spec.mainApplicationFile(), "mainApplicationFile");
        all(spec.deps().jars(), "deps.jars");
        all(spec.deps().files(), "deps.files");
        all(spec.deps().pyFiles(), "deps.pyFiles");
        all(spec.deps().archives(), "deps.archives");
    }

    private void all(List<String> files, String path) {
        for (int i = 0; i < files.size(); i++) {
            file(files.get(i), path + "[" + i + "]");
        }
    }

    private void file(String file, String path) {
        if (file.startsWith(UPLOADED)) {
            uploaded(file, path);
        } else if (ofThisMachine(file)) {
            problems.add(
                    problem(
                            "'"
                                    + file
                                    + "' is a file that no pod has; name one of the image by"
                                    + " local://, or one that can be fetched by its URI",
                            path));
        }
    }

    private void uploaded(String file, String path) {
        if (settings.platformUrl() == null) {
            problems.add(
                    problem(
                            "'"
                                    + file
                                    + "' was uploaded to the platform, from where pods cannot"
                                    + " fetch it: tell the cluster under which address they reach"
                                    + " the platform (platformUrl); or put the file into the image"
                                    + " and name it by local://, or into an object store",
                            path));
            return;
        }
        try {
            BlobUri uri = Uploads.uri(file).orElseThrow(IllegalArgumentException::new);
            if (!uploaded.test(uri.id())) {
                problems.add(
                        new Problem(
                                "NO_SUCH_FILE",
                                "no such file was uploaded, or it was removed: " + file,
                                path));
            }
        } catch (IllegalArgumentException e) {
            problems.add(
                    problem(
                            "'" + file + "' is no uploaded file: spindrift://file/<sha256>/<name>",
                            path));
        }
    }

    private static boolean ofThisMachine(String file) {
        try {
            String scheme = URI.create(file.replace(' ', '_')).getScheme();
            return scheme == null || scheme.toLowerCase(Locale.ROOT).equals("file");
        } catch (IllegalArgumentException e) {
            // What cannot be read as a URI has no scheme either.
            return true;
        }
    }

    private void pod() {
        JsonNode pod = spec.pod();
        JsonNode namespace = pod.path("namespace");
        if (namespace.isTextual() && !Syntax.label(namespace.asText())) {
            problems.add(
                    problem("'" + namespace.asText() + "' is no name of a namespace", "namespace"));
        }
        JsonNode account = pod.path("serviceAccountName");
        if (account.isTextual() && !Syntax.name(account.asText())) {
            problems.add(
                    problem(
                            "'" + account.asText() + "' is no name of a service account",
                            "serviceAccountName"));
        }
        JsonNode image = pod.path("image");
        if (image.isTextual() && !image.asText().matches("[^\\s]+")) {
            problems.add(problem("'" + image.asText() + "' is no name of an image", "image"));
        }
        problems.addAll(WorkloadIdentity.problems(spec));
        batchScheduler(pod.path("batchScheduler"));
        volumes(pod.path("volumes"));
    }

    private void batchScheduler(JsonNode scheduler) {
        if (scheduler.isObject() && !scheduler.path("name").isTextual()) {
            problems.add(
                    problem(
                            "'batchScheduler' needs a name: yunikorn, volcano or kueue",
                            "batchScheduler.name"));
        }
        JsonNode queue = scheduler.path("queue");
        if (queue.isTextual() && !queue.asText().equals(Labels.value(queue.asText()))) {
            problems.add(
                    problem(
                            "'" + queue.asText() + "' is no name of a queue",
                            "batchScheduler.queue"));
        }
        JsonNode priority = scheduler.path("priorityClass");
        if (priority.isTextual() && !Syntax.name(priority.asText())) {
            problems.add(
                    problem(
                            "'" + priority.asText() + "' is no name of a priority class",
                            "batchScheduler.priorityClass"));
        }
    }

    private void volumes(JsonNode volumes) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < volumes.size(); i++) {
            String path = "volumes[" + i + "]";
            JsonNode volume = volumes.path(i);
            String name = volume.path("name").asText();
            if (!Syntax.label(name)) {
                problems.add(problem("'" + path + "' needs a name such as 'data'", path));
            } else if (!names.add(name)) {
                problems.add(problem("there are two volumes '" + name + "'", path));
            }
            if (!settings.hostAccess() && volume.has("hostPath")) {
                problems.add(problem(HostAccess.FOLDER, path + ".hostPath"));
            }
        }
    }
}
