package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The events of a watch, none of which is held: each is told as if it were new.
final class PassingEvents implements ItemStore<Event> {
    @Override
    public String getKey(Event event) {
        return Cache.metaNamespaceKeyFunc(event);
    }

    @Override
    public @Nullable Event put(String key, Event event) {
        return null;
    }

    @Override
    public @Nullable Event remove(String key) {
        return null;
    }

    @Override
    public Stream<String> keySet() {
        return Stream.empty();
    }

    @Override
    public Stream<Event> values() {
        return Stream.empty();
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public @Nullable Event get(String key) {
        return null;
    }
}
