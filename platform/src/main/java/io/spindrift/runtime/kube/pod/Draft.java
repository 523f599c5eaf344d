package io.spindrift.runtime.kube.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.spindrift.runtime.LaunchId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A driver's pod while it is made. Steps change it, and add properties that the driver is to know.
final class Draft {
    final LaunchId id;
    final SparkVersion spark;
    final Pod pod;
    final Container container;
    final TreeMap<String, String> conf;
    final List<PersistentVolumeClaim> claims = new ArrayList<>();

    /// @param template its pod and container are changed
    /// @param conf as it was submitted
    Draft(LaunchId id, SparkVersion spark, PodTemplate template, SortedMap<String, String> conf) {
        this.id = id;
        this.spark = spark;
        this.pod = template.pod();
        this.container = template.container();
        this.conf = new TreeMap<>(conf);
    }

    @Nullable String get(String key) {
        return conf.get(key);
    }

    String get(String key, String otherwise) {
        return conf.getOrDefault(key, otherwise);
    }

    boolean flag(String key) {
        return Boolean.parseBoolean(conf.get(key));
    }

    /// What begins so, by what comes after.
    SortedMap<String, String> under(String prefix) {
        TreeMap<String, String> under = new TreeMap<>();
        conf.tailMap(prefix)
                .forEach((key, value) -> {
                    if (key.startsWith(prefix) && key.length() > prefix.length()) {
                        under.put(key.substring(prefix.length()), value);
                    }
                });
        return under;
    }

    void variable(String name, String value) {
        container.getEnv().add(new EnvVar(name, value, null));
    }

    void variable(String name, EnvVarSource from) {
        container.getEnv().add(new EnvVarBuilder().withName(name).withValueFrom(from).build());
    }

    void mount(Volume volume, String path) {
        mount(
                volume,
                new VolumeMountBuilder().withName(volume.getName()).withMountPath(path).build());
    }

    void mount(Volume volume, VolumeMount mount) {
        pod.getSpec().getVolumes().add(volume);
        container.getVolumeMounts().add(mount);
    }
}
