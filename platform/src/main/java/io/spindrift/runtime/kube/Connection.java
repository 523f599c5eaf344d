package io.spindrift.runtime.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.spindrift.cluster.KubeCluster;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Makes the client of a cluster. It does not connect yet.
final class Connection {
    private static final Logger LOG = System.getLogger(Connection.class.getName());
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int WATCH_AGAIN_MILLIS = 1000;
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /// What would run a program of the kubeconfig's choice here, or read files of this machine.
    private static final List<String> FILES =
            List.of(
                    "certificate-authority",
                    "client-certificate",
                    "client-key",
                    "tokenFile",
                    "token-file");

    private Connection() {}

    /// @throws IllegalArgumentException when the kubeconfig cannot be used, with what to do
    static KubernetesClient open(KubeCluster.Access access, @Nullable String kubeconfig) {
        Config config =
                switch (access) {
                    case KubeCluster.Access.Kubeconfig file ->
                            parse(Objects.requireNonNull(kubeconfig, "kubeconfig"), file.context());
                    case KubeCluster.Access.InCluster _ -> inCluster();
                };
        config.setConnectionTimeout(TIMEOUT_MILLIS);
        config.setRequestTimeout(TIMEOUT_MILLIS);
        // Whether a request may be repeated is known to those who make it.
        config.setRequestRetryBackoffLimit(0);
        config.setWatchReconnectLimit(-1);
        config.setWatchReconnectInterval(WATCH_AGAIN_MILLIS);
        config.setUserAgent("spindrift");
        // One connection of many streams would end all logs and watches at once, and has few.
        config.setHttp2Disable(true);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new SwiftCiphers(config.getTlsVersions()))
                .withKubernetesSerialization(
                        new KubernetesSerialization(
                                new ObjectMapper().registerModule(new SlimObjects()), true))
                .build();
    }

    /// Of all ciphers that both sides know, ChaCha20 first: the platform runs without the compiler
    /// that would use the processor's instructions for AES, and computes ChaCha20 three to four
    /// times as fast.
    private static final class SwiftCiphers extends JdkHttpClientFactory {
        private static final String SWIFT = "CHACHA20";

        private final String[] versions;

        SwiftCiphers(TlsVersion... versions) {
            this.versions = Stream.of(versions).map(TlsVersion::javaName).toArray(String[]::new);
        }

        @Override
        protected void additionalConfig(HttpClient.Builder builder) {
            try {
                SSLParameters usual = SSLContext.getDefault().getDefaultSSLParameters();
                String[] ciphers =
                        Stream.of(usual.getCipherSuites())
                                .sorted(Comparator.comparing(name -> !name.contains(SWIFT)))
                                .toArray(String[]::new);
                builder.sslParameters(new SSLParameters(ciphers, versions));
            } catch (NoSuchAlgorithmException e) {
                // As where this Java was given a store of certificates that it cannot read.
                LOG.log(Level.INFO, "the usual order of ciphers is kept", e);
            }
        }
    }

    private static Config parse(String kubeconfig, @Nullable String context) {
        ObjectNode tree = tree(kubeconfig);
        String chosen = context == null ? tree.path("current-context").asText() : context;
        refuse(tree, chosen);
        return Config.fromKubeconfig(tree.put("current-context", chosen).toString());
    }

    private static ObjectNode tree(String kubeconfig) {
        try {
            if (YAML.readTree(kubeconfig) instanceof ObjectNode tree) {
                return tree;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("this is no kubeconfig: it is not YAML", e);
        }
        throw new IllegalArgumentException("this is no kubeconfig: it names no clusters");
    }

    private static Config inCluster() {
        Config config = Config.autoConfigure(null);
        if (config.getAutoOAuthToken() == null) {
            throw new IllegalArgumentException(
                    "the platform does not run in a pod with a service account; give a kubeconfig");
        }
        return config;
    }

    private static void refuse(JsonNode tree, String chosen) {
        if (!tree.path("clusters").isArray() || tree.path("clusters").isEmpty()) {
            throw new IllegalArgumentException("this is no kubeconfig: it names no clusters");
        }
        boolean there =
                tree.path("contexts")
                        .valueStream()
                        .anyMatch(each -> each.path("name").asText().equals(chosen));
        if (!there) {
            throw new IllegalArgumentException(
                    "the kubeconfig has no context '" + chosen + "'; name one of its contexts");
        }
        for (JsonNode user : tree.path("users")) {
            if (user.path("user").has("exec") || user.path("user").has("auth-provider")) {
                throw new IllegalArgumentException(
                        "the kubeconfig logs in by running a program, which is not done here; use"
                                + " the token of a service account (`kubectl create token`)");
            }
            refuseFiles(user.path("user"));
        }
        for (JsonNode cluster : tree.path("clusters")) {
            refuseFiles(cluster.path("cluster"));
        }
    }

    private static void refuseFiles(JsonNode node) {
        for (String field : FILES) {
            if (node.has(field)) {
                throw new IllegalArgumentException(
                        "the kubeconfig names a file ('"
                                + field
                                + "'), which is not here; give the output of"
                                + " `kubectl config view --raw --flatten --minify`");
            }
        }
    }
}
