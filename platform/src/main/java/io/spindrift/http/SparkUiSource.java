package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.Map;

/// Asks a driver's own UI.
final class SparkUiSource {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 8 << 20;

    private final InetSocketAddress address;

    SparkUiSource(InetSocketAddress address) {
        this.address = address;
    }

    /// An asked question, to be read and disconnected.
    ///
    /// @throws IOException also when the path is no path
    HttpURLConnection ask(String method, String path, Map<String, String> headers)
            throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url(path).openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
        connection.setReadTimeout(Math.toIntExact(READ.toMillis()));
        headers.forEach(connection::setRequestProperty);
        return connection;
    }

    private URL url(String path) throws IOException {
        String text = "http://" + address.getHostString() + ":" + address.getPort() + path;
        try {
            return new URI(text).toURL();
        } catch (URISyntaxException e) {
            throw new IOException("no address: " + text, e);
        }
    }

    /// Whether it is this application's driver that answers there, and it is ready to.
    boolean answersFor(String appId) {
        try {
            JsonNode applications = json("/api/v1/applications");
            String sparkId = applications.path(0).path("id").asText();
            if (!sparkId.matches("[A-Za-z0-9._-]{1,200}")) {
                return false;
            }
            JsonNode environment = json("/api/v1/applications/" + sparkId + "/environment");
            for (JsonNode property : environment.path("sparkProperties")) {
                if (property.path(0).asText().equals("spark.spindrift.appId")) {
                    return property.path(1).asText().equals(appId);
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode json(String path) throws IOException {
        HttpURLConnection connection = ask("GET", path, Map.of("Accept", "application/json"));
        try (InputStream in = connection.getInputStream()) {
            return Json.parse(in.readNBytes(MOST_BYTES));
        } catch (RefusedException e) {
            throw new IOException("no JSON at " + path, e);
        } finally {
            connection.disconnect();
        }
    }
}
