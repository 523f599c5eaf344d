package io.spindrift.e2e.kube;

import static io.spindrift.e2e.Surroundings.DEFAULT_SPARK;

import io.spindrift.e2e.Surroundings;

/// Pods of drivers that nobody submitted to the platform.
final class OthersDrivers {
    private OthersDrivers() {}

    /// As good as a driver, to those who look at pods.
    static String labelled() {
        return """
        apiVersion: v1
        kind: Pod
        metadata:
          name: of-others
          labels: {spark-role: driver, spark-app-selector: spark-of-others, spark-app-name: nightly,
                   sparkoperator.k8s.io/app-name: nightly}
        spec:
          restartPolicy: Never
          containers:
            - {name: spark-kubernetes-driver, image: "%s:%s", command: [sleep, "2"]}
        """
                .formatted(Surroundings.imageRepository(), DEFAULT_SPARK);
    }

    /// Spark in a pod that somebody made by hand; it has neither our plugin nor an event log.
    static String notebook() {
        return """
        apiVersion: v1
        kind: Pod
        metadata:
          name: notebook
          labels: {spark-role: driver, spark-app-selector: spark-of-a-notebook, kernel_id: k1}
        spec:
          restartPolicy: Never
          containers:
            - name: spark-kubernetes-driver
              image: "%s:%s"
              command: [/opt/spark/bin/spark-submit, --master, "local[1]", --driver-memory, 512m,
                        --conf, spark.test.appId=spark-of-a-notebook, /opt/programs/count.py]
              resources: {requests: {cpu: 100m}}
              volumeMounts: [{name: programs, mountPath: /opt/programs}]
          volumes: [{name: programs, configMap: {name: programs}}]
        """
                .formatted(Surroundings.imageRepository(), DEFAULT_SPARK);
    }
}
