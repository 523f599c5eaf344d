package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.spindrift.cluster.KubeCluster;
import io.spindrift.leader.Lease;
import io.spindrift.leader.LeaseDesk;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The lease as an object of the cluster that this platform runs in.
public final class KubeLease implements LeaseDesk {
    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private volatile io.fabric8.kubernetes.api.model.coordination.v1.@Nullable Lease last;

    private KubeLease(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    /// @param place `name`, or `namespace/name`; by default it is in the pod's own namespace
    /// @throws IllegalArgumentException when this is no pod with a service account
    public static KubeLease open(String place) {
        KubernetesClient client = Connection.open(new KubeCluster.Access.InCluster(), null);
        int slash = place.indexOf('/');
        String namespace = slash < 0 ? client.getNamespace() : place.substring(0, slash);
        return new KubeLease(client, namespace, place.substring(slash + 1));
    }

    /// For tests, which come from outside.
    static KubeLease of(KubernetesClient client, String namespace, String name) {
        return new KubeLease(client, namespace, name);
    }

    @Override
    public Optional<Lease> read() {
        try {
            last = resource().get();
            return Optional.ofNullable(last).map(KubeLease::lease);
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(ApiWords.of(e), e);
        }
    }

    private Resource<io.fabric8.kubernetes.api.model.coordination.v1.Lease> resource() {
        return client.leases().inNamespace(namespace).withName(name);
    }

    private static Lease lease(io.fabric8.kubernetes.api.model.coordination.v1.Lease object) {
        LeaseSpec spec = Objects.requireNonNullElseGet(object.getSpec(), LeaseSpec::new);
        String holder = spec.getHolderIdentity();
        Integer seconds = spec.getLeaseDurationSeconds();
        return new Lease(
                holder == null || holder.isEmpty() ? null : holder,
                Duration.ofSeconds(seconds == null ? 0 : seconds),
                object.getMetadata().getResourceVersion());
    }

    @Override
    public boolean write(
            @Nullable Lease before, @Nullable String holder, Duration length, Instant now) {
        try {
            var object = object(before, holder, length, now);
            if (before == null) {
                client.resource(object).create();
            } else {
                client.resource(object).update();
            }
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
                    || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw new IllegalStateException(ApiWords.of(e), e);
        }
    }

    /// Times and the count of changes are for people who look at it.
    private io.fabric8.kubernetes.api.model.coordination.v1.Lease object(
            @Nullable Lease before, @Nullable String holder, Duration length, Instant now) {
        var known = last;
        LeaseSpec old = known == null ? new LeaseSpec() : known.getSpec();
        boolean renewed = before != null && holder != null && holder.equals(before.holder());
        int changes = old.getLeaseTransitions() == null ? 0 : old.getLeaseTransitions();
        var time = now.truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withResourceVersion(before == null ? null : before.version())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds((int) length.toSeconds())
                .withAcquireTime(renewed ? old.getAcquireTime() : time)
                .withRenewTime(time)
                .withLeaseTransitions(renewed || holder == null ? changes : changes + 1)
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
