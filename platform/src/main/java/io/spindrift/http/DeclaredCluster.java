package io.spindrift.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spindrift.cluster.Registration;
import java.util.Optional;
import java.util.stream.Collectors;

/// A cluster that a file names, such as the one that the platform runs in. The file is as `POST
/// /ocean/spark/cluster` takes it.
public final class DeclaredCluster {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeclaredCluster() {}

    /// Registers it, or changes it where the file changed.
    ///
    /// @throws IllegalArgumentException naming all that is wrong
    public static void put(String json, ClusterDesk desk) {
        ClusterForm form = form(json);
        Registration wanted = form.registration();
        String id = wanted.cluster().clusterId();
        String displayName = form.displayName();
        String shown = displayName == null ? id : displayName;
        Optional<Registration> known = desk.registered(id);
        if (known.isEmpty()) {
            desk.register(wanted, shown, form.kubeconfig());
        } else if (form.kubeconfig() != null || !known.get().equals(wanted)) {
            desk.change(wanted, shown, form.kubeconfig());
        }
    }

    private static ClusterForm form(String json) {
        try {
            JsonNode body = JSON.readTree(json);
            return ClusterForm.create(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        } catch (RefusedException e) {
            String all =
                    e.refusals().stream().map(Refusal::message).collect(Collectors.joining("; "));
            throw new IllegalArgumentException(all, e);
        }
    }
}
