package io.spindrift.runtime.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.spindrift.runtime.kube.pod.KubeSettings;
import io.spindrift.runtime.kube.pod.Labels;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The namespaces that were given to a cluster of ours: that of its applications, and those that
/// bear its id as a label (`spindrift.io/cluster-id`). Whoever may label a namespace decides, and
/// sees it in the cluster. Thread-safe.
final class WatchedNamespaces {
    private static final Logger LOG = System.getLogger(WatchedNamespaces.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /// More are not looked at.
    private static final int MOST = 200;

    private final RawApi api;
    private final String own;
    private final String clusterId;
    private final InstantSource clock;
    private volatile List<String> known;
    private Instant looked = Instant.EPOCH;
    private boolean denied;

    WatchedNamespaces(RawApi api, KubeSettings settings, InstantSource clock) {
        this.api = api;
        this.own = settings.namespace();
        this.clusterId = settings.clusterId();
        this.clock = clock;
        this.known = List.of(own);
    }

    /// As they were looked for last, our own first; asks nobody.
    List<String> known() {
        return known;
    }

    /// Looks for them, if it was not done just now. Those that it knows stay where there is no
    /// answer.
    ///
    /// @throws IllegalStateException where there was none
    synchronized void look() {
        Instant now = clock.instant();
        if (now.isBefore(looked.plus(LOOK_EVERY))) {
            return;
        }
        RawApi.Answer answer = api.get(path());
        looked = now;
        if (answer.done()) {
            denied = false;
            known = read(answer.body());
        } else if (answer.code() == HttpURLConnection.HTTP_FORBIDDEN) {
            deny();
        }
    }

    private String path() {
        String selector = Labels.CLUSTER_ID + "=" + Labels.value(clusterId);
        return "/api/v1/namespaces?limit="
                + MOST
                + "&labelSelector="
                + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    }

    private List<String> read(JsonNode list) {
        Set<String> names = new TreeSet<>();
        for (JsonNode each : list.path("items")) {
            names.add(each.path("metadata").path("name").asText());
        }
        names.remove(own);
        List<String> all = new ArrayList<>(List.of(own));
        all.addAll(names);
        return List.copyOf(all);
    }

    private void deny() {
        if (!denied) {
            LOG.log(
                    Level.INFO,
                    "namespaces may not be listed, so that labels of them are not seen cluster="
                            + clusterId);
        }
        denied = true;
        known = List.of(own);
    }
}
