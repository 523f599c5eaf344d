package io.spindrift.runtime.kube.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.spindrift.app.AppDeps;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.blob.BlobUri;
import io.spindrift.runtime.LaunchId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Files that were uploaded to the platform, and how a driver comes to them: a container that runs
/// before it fetches them, with the token of the run, into a folder of the pod. Executors have them
/// of the driver, as they have all of its files. Pure.
///
/// No address that Spark sees holds a secret: Spark shows its properties and addresses to all.
final class Uploads {
    static final String FOLDER = "/opt/spindrift/files";
    static final String CONTAINER = "spindrift-files";

    private static final int ID_LETTERS = 12;
    private static final String FETCH =
            "exec \"${JAVA_HOME:+$JAVA_HOME/bin/}java\" -XX:TieredStopAtLevel=1 -Xmx64m"
                    + " -cp \"$(echo \"${SPARK_HOME:-/opt/spark}\"/jars/spindrift-agent*.jar)\""
                    + " io.spindrift.agent.Fetch \"$@\"";

    private Uploads() {}

    /// The same configuration, in which each uploaded file is one of the driver's own.
    static AppSpec inPod(AppSpec spec) {
        AppDeps deps = spec.deps();
        String main = inPod(spec.mainApplicationFile());
        return spec.withFiles(
                // spark-sql takes a path.
                spec.type() == AppType.SQL ? main.replaceFirst("^file://" + FOLDER, FOLDER) : main,
                new AppDeps(
                        inPod(deps.jars()),
                        inPod(deps.files()),
                        inPod(deps.pyFiles()),
                        inPod(deps.archives()),
                        deps.packages(),
                        deps.excludePackages(),
                        deps.repositories()));
    }

    private static List<String> inPod(List<String> files) {
        return files.stream().map(Uploads::inPod).toList();
    }

    private static String inPod(String file) {
        return uri(file)
                .map(uri -> "file://" + FOLDER + "/" + path(uri) + fragment(file))
                .orElse(file);
    }

    /// Below the folder, as a URI has it: two files of one name do not meet.
    private static String path(BlobUri uri) {
        return uri.id().sha256().substring(0, ID_LETTERS) + "/" + uri.name().replace(" ", "%20");
    }

    /// Empty for a file that was not uploaded.
    ///
    /// @throws IllegalArgumentException for one that cannot have been
    static Optional<BlobUri> uri(String file) {
        int fragment = file.indexOf('#');
        return BlobUri.parse(fragment < 0 ? file : file.substring(0, fragment));
    }

    private static String fragment(String file) {
        int at = file.indexOf('#');
        return at < 0 ? "" : file.substring(at);
    }

    /// Puts the container before the driver that fetches them; nothing where there are none.
    ///
    /// @param spec as it was submitted
    static void bring(Draft draft, AppSpec spec, String platformUrl, EnvVarSource token) {
        SortedSet<String> words = new TreeSet<>();
        spec.files().stream()
                .flatMap(file -> uri(file).stream())
                .forEach(uri -> words.add(uri.id() + "=" + path(uri).replace("%20", " ")));
        if (words.isEmpty()) {
            return;
        }
        Volume volume =
                new VolumeBuilder().withName(CONTAINER).withNewEmptyDir().endEmptyDir().build();
        draft.mount(volume, FOLDER);
        List<Container> first = new ArrayList<>(draft.pod.getSpec().getInitContainers());
        first.addFirst(fetching(draft, platformUrl, token, List.copyOf(words)));
        draft.pod.getSpec().setInitContainers(first);
    }

    /// What it asks for is what the driver asks for, which costs nothing: they do not run at once.
    private static Container fetching(
            Draft draft, String platformUrl, EnvVarSource token, List<String> files) {
        List<String> words = new ArrayList<>(List.of("-c", FETCH, CONTAINER));
        words.addAll(List.of(runs(platformUrl, draft.id), FOLDER));
        words.addAll(files);
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(draft.container.getImage())
                .withImagePullPolicy(draft.container.getImagePullPolicy())
                .withCommand("sh")
                .withArgs(words)
                .withEnv(
                        new EnvVarBuilder()
                                .withName("SPINDRIFT_TOKEN")
                                .withValueFrom(token)
                                .build())
                .withResources(draft.container.getResources())
                .withSecurityContext(draft.container.getSecurityContext())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withVolumeMounts(
                        new VolumeMountBuilder().withName(CONTAINER).withMountPath(FOLDER).build())
                .build();
    }

    private static String runs(String platformUrl, LaunchId id) {
        String base = platformUrl.endsWith("/") ? platformUrl : platformUrl + "/";
        return base + "agent/v1/runs/" + id.appId() + "/" + id.attempt();
    }
}
