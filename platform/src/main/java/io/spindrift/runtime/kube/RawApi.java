package io.spindrift.runtime.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.spindrift.runtime.NoAnswerException;
import java.net.HttpURLConnection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// An API server asked with trees, for kinds that the client has no model of.
final class RawApi {
    static final String JSON_PATCH = "application/json-patch+json";
    private static final String JSON = "application/json";
    private static final long PATIENCE_SECONDS = 15;
    private static final ObjectMapper TREES = new ObjectMapper();

    private final KubernetesClient client;

    RawApi(KubernetesClient client) {
        this.client = client;
    }

    Answer get(String path) {
        return ask("GET", path, null, JSON);
    }

    Answer post(String path, JsonNode body) {
        return ask("POST", path, body, JSON);
    }

    Answer patch(String path, JsonNode patch) {
        return ask("PATCH", path, patch, JSON_PATCH);
    }

    Answer delete(String path) {
        return delete(path, TREES.createObjectNode());
    }

    /// @param options of the kind `DeleteOptions`
    Answer delete(String path, JsonNode options) {
        return ask("DELETE", path, options, JSON);
    }

    /// @throws NoAnswerException where there was none
    private Answer ask(String method, String path, @Nullable JsonNode body, String type) {
        String server = client.getMasterUrl().toString();
        String base = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        HttpRequest.Builder request =
                client.getHttpClient().newHttpRequestBuilder().uri(base + path);
        if (body != null) {
            request.method(method, type, body.toString());
        }
        try {
            HttpResponse<String> response =
                    client.getHttpClient()
                            .sendAsync(request.build(), String.class)
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new Answer(response.code(), tree(response.code(), response.body()));
        } catch (ExecutionException | TimeoutException e) {
            throw new NoAnswerException("no answer to " + method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// What stands before an API server may refuse with a page; one that says that something was
    /// done, or is not there, is not the API server's word.
    private static JsonNode tree(int code, @Nullable String text) {
        try {
            return TREES.readTree(text == null ? "" : text);
        } catch (JsonProcessingException e) {
            if (code < HttpURLConnection.HTTP_BAD_REQUEST
                    || code == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new NoAnswerException("an answer that is no JSON", e);
            }
            return MissingNode.getInstance();
        }
    }

    /// @param body missing where it was empty, or no JSON
    record Answer(int code, JsonNode body) {
        boolean done() {
            return code < 300;
        }

        boolean missing() {
            return code == 404;
        }

        /// @throws IllegalStateException in the words of the API server
        IllegalStateException refused(String what) {
            return new IllegalStateException(
                    "cannot " + what + ": " + code + " " + body.path("message").asText());
        }
    }
}
