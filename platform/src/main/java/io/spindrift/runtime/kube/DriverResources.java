package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// All objects of one attempt's driver. Each carries our labels, and the annotation
/// [Labels#LAUNCH]; an object of that name without them is another's. None names an owner yet.
///
/// @param properties its Spark configuration, and the template of its executors' pods
/// @param claims the volume claims that are made for the driver alone; mostly none
/// @param service the name by which executors find the driver
record DriverResources(
        ConfigMap properties, List<PersistentVolumeClaim> claims, Service service, Pod driver) {
    DriverResources {
        Objects.requireNonNull(properties, "properties");
        claims = List.copyOf(claims);
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(driver, "driver");
    }

    /// What the pod needs, in the order in which it is made, before the pod; each is owned by the
    /// pod in the end.
    List<HasMetadata> beforeDriver() {
        List<HasMetadata> before = new ArrayList<>();
        before.add(properties);
        before.addAll(claims);
        before.add(service);
        return before;
    }
}
