package io.spindrift.runtime.kube.pod;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.spindrift.app.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Volumes that are given as properties, `spark.kubernetes.driver.volumes.<type>.<name>.…`. Those
/// of executors are Spark's to mount; here they are only checked.
final class ConfVolumes {
    static final String ON_DEMAND = "OnDemand";
    private static final List<String> TYPES =
            List.of("hostPath", "emptyDir", "nfs", "persistentVolumeClaim");

    /// One volume.
    ///
    /// @param options all that is said of it, by what comes after its name
    private record ConfVolume(String type, String name, SortedMap<String, String> options) {
        String option(String key) {
            return options.getOrDefault("options." + key, "");
        }

        @Nullable String maybe(String key) {
            return options.get(key);
        }

        boolean readOnly() {
            return Boolean.parseBoolean(options.get("mount.readOnly"));
        }
    }

    private ConfVolumes() {}

    /// Mounts all of the driver's, and makes the claims that are asked for.
    static void mount(Draft draft) {
        for (ConfVolume volume : volumes(draft.under(KubeConf.DRIVER + "volumes."))) {
            draft.mount(volume(draft, volume), mount(draft, volume));
        }
    }

    private static List<ConfVolume> volumes(SortedMap<String, String> conf) {
        SortedMap<String, ConfVolume> volumes = new TreeMap<>();
        conf.forEach((key, value) -> {
            String[] parts = key.split("\\.", 3);
            if (parts.length == 3) {
                volumes.computeIfAbsent(
                                parts[1] + " " + parts[0],
                                _ -> new ConfVolume(parts[0], parts[1], new TreeMap<>()))
                        .options()
                        .put(parts[2], value);
            }
        });
        return new ArrayList<>(volumes.values());
    }

    private static Volume volume(Draft draft, ConfVolume volume) {
        VolumeBuilder made = new VolumeBuilder().withName(volume.name());
        return switch (volume.type()) {
            case "hostPath" ->
                    made.withNewHostPath()
                            .withPath(volume.option("path"))
                            .withType(draft.spark.heedsMoreOfVolumes() ? volume.option("type") : "")
                            .endHostPath()
                            .build();
            case "emptyDir" -> emptyDir(made, volume);
            case "nfs" ->
                    made.withNewNfs()
                            .withServer(volume.option("server"))
                            .withPath(volume.option("path"))
                            .endNfs()
                            .build();
            default ->
                    made.withNewPersistentVolumeClaim(claim(draft, volume), volume.readOnly())
                            .build();
        };
    }

    private static Volume emptyDir(VolumeBuilder made, ConfVolume volume) {
        String size = volume.maybe("options.sizeLimit");
        return made.withNewEmptyDir()
                .withMedium(volume.option("medium"))
                .withSizeLimit(size == null ? null : new Quantity(size))
                .endEmptyDir()
                .build();
    }

    private static String claim(Draft draft, ConfVolume volume) {
        String name = volume.option("claimName");
        if (!name.equals(ON_DEMAND)) {
            return name;
        }
        String made = Names.driverClaim(draft.id, draft.claims.size());
        draft.claims.add(claim(draft, volume, made));
        return made;
    }

    private static PersistentVolumeClaim claim(Draft draft, ConfVolume volume, String name) {
        boolean onePod =
                draft.spark.heedsMoreOfVolumes()
                        && !draft.flag("spark.kubernetes.legacy.useReadWriteOnceAccessMode");
        boolean heeds = draft.spark.heedsMoreOfVolumes();
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(heeds ? startingWith(volume, "label.") : Map.of())
                .addToLabels(Labels.SPARK_APP_ID, Names.attempt(draft.id))
                .addToAnnotations(heeds ? startingWith(volume, "annotation.") : Map.of())
                .endMetadata()
                .withNewSpec()
                .withStorageClassName(volume.option("storageClass"))
                .withAccessModes(onePod ? "ReadWriteOncePod" : "ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity(volume.option("sizeLimit")))
                .endResources()
                .endSpec()
                .build();
    }

    private static Map<String, String> startingWith(ConfVolume volume, String prefix) {
        Map<String, String> found = new TreeMap<>();
        volume.options()
                .forEach((key, value) -> {
                    if (key.startsWith(prefix)) {
                        found.put(key.substring(prefix.length()), value);
                    }
                });
        return found;
    }

    private static VolumeMount mount(Draft draft, ConfVolume volume) {
        return new VolumeMountBuilder()
                .withName(volume.name())
                .withMountPath(volume.options().getOrDefault("mount.path", ""))
                .withReadOnly(volume.readOnly() ? Boolean.TRUE : null)
                .withSubPath(volume.maybe("mount.subPath"))
                .withSubPathExpr(
                        draft.spark.heedsMoreOfVolumes() ? volume.maybe("mount.subPathExpr") : null)
                .build();
    }

    /// What is wrong with the volumes of a role.
    ///
    /// @param prefix what the role's properties begin with
    static List<Problem> problems(
            Map<String, String> sparkConf, String prefix, boolean hostAccess) {
        String family = prefix + "volumes.";
        TreeMap<String, String> conf = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        new TreeMap<>(sparkConf)
                .forEach((key, value) -> {
                    if (key.startsWith(family)) {
                        conf.put(key.substring(family.length()), value);
                    }
                });
        for (ConfVolume volume : volumes(conf)) {
            String path =
                    "sparkConf."
                            + family
                            + volume.type()
                            + "."
                            + volume.name()
                            + "."
                            + volume.options().firstKey();
            reason(volume, hostAccess)
                    .forEach(sentence -> problems.add(Refusals.problem(sentence, path)));
        }
        return problems;
    }

    private static List<String> reason(ConfVolume volume, boolean hostAccess) {
        List<String> reasons = new ArrayList<>();
        String of = "the volume '" + volume.name() + "' ";
        if (!TYPES.contains(volume.type())) {
            return List.of(
                    of
                            + "is of type '"
                            + volume.type()
                            + "'; Spark knows "
                            + String.join(", ", TYPES));
        }
        if (!hostAccess && volume.type().equals("hostPath")) {
            reasons.add(of + "is a folder of the node, which this cluster does not allow");
        }
        for (String needed : needed(volume)) {
            if (!volume.options().containsKey(needed)) {
                reasons.add(of + "needs '" + needed + "'");
            }
        }
        if (volume.maybe("mount.subPath") != null && volume.maybe("mount.subPathExpr") != null) {
            reasons.add(of + "has 'mount.subPath' and 'mount.subPathExpr'; it can have one");
        }
        return reasons;
    }

    private static List<String> needed(ConfVolume volume) {
        return switch (volume.type()) {
            case "hostPath" -> List.of("mount.path", "options.path");
            case "nfs" -> List.of("mount.path", "options.path", "options.server");
            case "persistentVolumeClaim" ->
                    volume.option("claimName").equals(ON_DEMAND)
                            ? List.of("mount.path", "options.storageClass", "options.sizeLimit")
                            : List.of("mount.path", "options.claimName");
            default -> List.of("mount.path");
        };
    }
}
