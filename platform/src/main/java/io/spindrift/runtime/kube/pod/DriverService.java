package io.spindrift.runtime.kube.pod;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The headless service by whose name executors find their driver.
final class DriverService {
    private DriverService() {}

    /// Also tells the driver its own name and ports.
    static Service of(Draft draft) {
        Ports ports = Ports.of(draft);
        Service service = made(draft, ports);
        draft.conf.put(
                "spark.driver.host",
                service.getMetadata().getName()
                        + "."
                        + service.getMetadata().getNamespace()
                        + ".svc");
        draft.conf.put("spark.driver.port", text(ports, Ports.RPC));
        draft.conf.put("spark.driver.blockManager.port", text(ports, Ports.BLOCKS));
        return service;
    }

    private static Service made(Draft draft, Ports ports) {
        Service service =
                new ServiceBuilder()
                        .withNewMetadata()
                        .withName(Names.service(draft.id))
                        .withNamespace(draft.get("spark.kubernetes.namespace"))
                        .addToLabels(draft.under(KubeConf.SERVICE + "label."))
                        .addToLabels(Labels.SPARK_APP_ID, Names.attempt(draft.id))
                        .addToAnnotations(draft.under(KubeConf.SERVICE + "annotation."))
                        .endMetadata()
                        .withNewSpec()
                        .withClusterIP("None")
                        .withIpFamilyPolicy(
                                draft.get(KubeConf.SERVICE + "ipFamilyPolicy", "SingleStack"))
                        .withIpFamilies(
                                draft.get(KubeConf.SERVICE + "ipFamilies", "IPv4").split(","))
                        .withSelector(DriverPod.labels(draft))
                        .withPorts(ports(draft, ports))
                        .endSpec()
                        .build();
        if (draft.spark.tellsPrivileges()) {
            service.getSpec()
                    .setPublishNotReadyAddresses(
                            draft.flag(KubeConf.SERVICE + "publishNotReadyAddresses"));
        }
        return service;
    }

    private static List<ServicePort> ports(Draft draft, Ports ports) {
        List<ServicePort> made = new ArrayList<>();
        for (Map.Entry<String, Integer> port : ports.all().entrySet()) {
            boolean grpc = port.getKey().equals(Ports.CONNECT) && draft.spark.tellsProtocol();
            made.add(
                    new ServicePortBuilder()
                            .withName(port.getKey())
                            .withPort(port.getValue())
                            .withNewTargetPort(port.getValue())
                            .withAppProtocol(grpc ? "grpc" : null)
                            .build());
        }
        return made;
    }

    private static String text(Ports ports, String name) {
        return String.valueOf(ports.all().get(name));
    }
}
