package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads what Kubernetes said of a pod. Pure.
final class PodEvents {
    private PodEvents() {}

    /// When it was said, the last time where it was said more than once.
    static Instant at(Event event) {
        String text = event.getLastTimestamp();
        if (text == null && event.getEventTime() != null) {
            text = event.getEventTime().getTime();
        }
        if (text == null) {
            text = event.getMetadata().getCreationTimestamp();
        }
        return text == null ? Instant.EPOCH : Instant.parse(text);
    }

    /// When its node was told to end it.
    static Optional<Instant> killedAt(List<Event> events) {
        return events.stream()
                .filter(event -> "Killing".equals(event.getReason()))
                .map(PodEvents::at)
                .reduce((_, later) -> later);
    }
}
