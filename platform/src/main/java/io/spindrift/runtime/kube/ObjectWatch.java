package io.spindrift.runtime.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.spindrift.runtime.Declarations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The objects of one kind in one namespace, kept as trees without what nobody here reads.
final class ObjectWatch implements ResourceEventHandler<GenericKubernetesResource> {
    private static final Logger LOG = System.getLogger(ObjectWatch.class.getName());
    private static final long PAGE = 500L;
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /// More than this are not looked at; the newest are left out.
    private static final int MOST = 20_000;

    private final KubernetesClient client;
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();

    private volatile boolean listed;

    private ObjectWatch(KubernetesClient client, String namespace, Declarations.Kind kind) {
        this.client = client;
        ResourceDefinitionContext context =
                new ResourceDefinitionContext.Builder()
                        .withGroup(kind.group())
                        .withVersion(kind.version())
                        .withKind(kind.kind())
                        .withPlural(kind.plural())
                        .withNamespaced(true)
                        .build();
        this.informer =
                client.genericKubernetesResources(context)
                        .inNamespace(namespace)
                        .withLimit(PAGE)
                        .runnableInformer(0);
    }

    static ObjectWatch begin(KubernetesClient client, String namespace, Declarations.Kind kind) {
        ObjectWatch watch = new ObjectWatch(client, namespace, kind);
        watch.informer
                .addEventHandler(watch)
                // Whatever it was, the next try may do.
                .exceptionHandler((_, _) -> true)
                .start()
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.log(
                                Level.WARNING,
                                "cannot watch "
                                        + kind.plural()
                                        + ", will be tried again namespace="
                                        + namespace,
                                failure);
                    }
                });
        return watch;
    }

    Optional<List<ObjectNode>> objects() {
        return listed ? Optional.of(List.copyOf(objects.values())) : Optional.empty();
    }

    /// All that was on the list has been told by now.
    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
        listed = true;
    }

    @Override
    public void onAdd(GenericKubernetesResource object) {
        String uid = object.getMetadata().getUid();
        if (objects.size() < MOST || objects.containsKey(uid)) {
            objects.put(uid, trimmed(object));
        }
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
        if (!before.getMetadata().getUid().equals(object.getMetadata().getUid())) {
            objects.remove(before.getMetadata().getUid());
        }
        onAdd(object);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
        objects.remove(object.getMetadata().getUid());
    }

    private ObjectNode trimmed(GenericKubernetesResource object) {
        ObjectNode tree =
                client.getKubernetesSerialization().convertValue(object, ObjectNode.class);
        ObjectNode metadata = tree.withObjectProperty("metadata");
        metadata.remove("managedFields");
        if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(LAST_APPLIED);
        }
        return tree;
    }

    void close() {
        informer.close();
    }
}
