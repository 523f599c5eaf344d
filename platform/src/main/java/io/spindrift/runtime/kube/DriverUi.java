package io.spindrift.runtime.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spindrift.runtime.kube.pod.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The UI of a driver of others, asked for JSON by a way through the API server that is open for
/// these questions alone.
final class DriverUi {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 8 << 20;
    private static final ObjectMapper TREES = new ObjectMapper();

    private DriverUi() {}

    /// @return an answer to each
    /// @throws IllegalStateException where one was not answered
    static List<JsonNode> ask(KubeApi api, String namespace, String pod, List<String> paths) {
        try (KubeApi.Forward way = api.forward(namespace, pod, Ports.UI_PORT)) {
            List<JsonNode> answers = new ArrayList<>();
            for (String path : paths) {
                answers.add(ask(way.address(), path));
            }
            return answers;
        } catch (IOException | UncheckedIOException | KubernetesClientException e) {
            throw new IllegalStateException("the UI of " + pod + " does not answer", e);
        }
    }

    private static JsonNode ask(InetSocketAddress at, String path) throws IOException {
        URI address = URI.create("http://" + at.getHostString() + ":" + at.getPort() + path);
        HttpURLConnection connection =
                (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
        connection.setReadTimeout(Math.toIntExact(READ.toMillis()));
        connection.setRequestProperty("Accept", "application/json");
        // The port may soon be that of another way.
        connection.setRequestProperty("Connection", "close");
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException(path + " answered " + connection.getResponseCode());
            }
            return read(connection, path);
        } finally {
            connection.disconnect();
        }
    }

    private static JsonNode read(HttpURLConnection connection, String path) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(path + " answers with more than " + MOST_BYTES + " bytes");
            }
            return TREES.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException(path + " answers with no JSON", e);
        }
    }
}
