package io.spindrift.runtime.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.spindrift.runtime.ClusterEvent;
import io.spindrift.runtime.ContainerId;
import io.spindrift.runtime.LaunchId;
import io.spindrift.runtime.kube.pod.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps what Kubernetes says of the pods of our attempts, for it forgets within the hour:
///
/// ```
/// events/<appId>/<attempt>   a line of JSON for each that was told; the last of an id stands
/// ```
///
/// What is told again is not written again. Thread-safe.
final class EventKeeper {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern EXECUTOR = Pattern.compile("(.+)-exec-(\\d{1,9})");
    private static final int MOST_LINES = 1000;
    private static final int LONGEST_MESSAGE = 1000;

    private final Path root;

    /// By what the names of their pods begin with.
    private final Map<String, LaunchId> known = new HashMap<>();

    private final Map<LaunchId, Map<String, Line>> told = new HashMap<>();
    private final Map<LaunchId, Integer> written = new HashMap<>();

    EventKeeper(Path folder) {
        this.root = folder.resolve("events");
    }

    private record Line(
            String id,
            String container,
            long atMillis,
            boolean warning,
            String reason,
            String message,
            int count) {
        ClusterEvent event() {
            return new ClusterEvent(
                    new ContainerId(container),
                    Instant.ofEpochMilli(atMillis),
                    warning,
                    reason,
                    message,
                    count);
        }
    }

    /// From now on what is said of its pods is kept.
    synchronized void follow(LaunchId id) {
        known.put(Names.driverPod(id), id);
        known.put(Names.executorPrefix(id), id);
    }

    /// Nothing more will be said of it; what was, is kept.
    synchronized void leave(LaunchId id) {
        known.remove(Names.driverPod(id), id);
        known.remove(Names.executorPrefix(id), id);
        told.remove(id);
        written.remove(id);
    }

    /// Removes what was kept of an attempt.
    synchronized void remove(LaunchId id) {
        leave(id);
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the events of " + id, e);
        }
    }

    /// What was said, the oldest first.
    synchronized List<ClusterEvent> of(LaunchId id) {
        return told(id).stream()
                .map(Line::event)
                .sorted(Comparator.comparing(ClusterEvent::at))
                .toList();
    }

    private Collection<Line> told(LaunchId id) {
        Map<String, Line> lines = told.get(id);
        return lines == null ? read(id).values() : lines.values();
    }

    /// Takes what was said of a pod; passes over those that are not ours.
    synchronized void take(Event event) {
        String pod = Objects.requireNonNullElse(event.getInvolvedObject().getName(), "");
        LaunchId id = known.get(pod);
        ContainerId container = ContainerId.DRIVER;
        Matcher executor = EXECUTOR.matcher(pod);
        if (id == null && executor.matches()) {
            id = known.get(executor.group(1));
            container = ContainerId.executor(executor.group(2));
        }
        if (id != null) {
            keep(id, line(container, event));
        }
    }

    private static Line line(ContainerId container, Event event) {
        String message = Objects.requireNonNullElse(event.getMessage(), "").strip();
        return new Line(
                Objects.requireNonNullElse(
                        event.getMetadata().getUid(), event.getMetadata().getName()),
                container.name(),
                PodEvents.at(event).toEpochMilli(),
                "Warning".equals(event.getType()),
                Objects.requireNonNullElse(event.getReason(), ""),
                message.substring(0, Math.min(LONGEST_MESSAGE, message.length())),
                Math.max(1, Objects.requireNonNullElse(event.getCount(), 1)));
    }

    private void keep(LaunchId id, Line line) {
        Map<String, Line> lines = told.computeIfAbsent(id, this::read);
        int count = written.getOrDefault(id, lines.size());
        if (line.equals(lines.get(line.id())) || count >= MOST_LINES) {
            return;
        }
        try {
            Files.createDirectories(file(id).getParent());
            Files.writeString(
                    file(id),
                    JSON.writeValueAsString(line) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the events of " + id, e);
        }
        lines.put(line.id(), line);
        written.put(id, count + 1);
    }

    private Map<String, Line> read(LaunchId id) {
        Map<String, Line> lines = new LinkedHashMap<>();
        try {
            for (String text : Files.readAllLines(file(id))) {
                Line line = parse(text);
                if (line != null) {
                    lines.put(line.id(), line);
                }
            }
        } catch (NoSuchFileException e) {
            return lines; // nothing was said yet
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the events of " + id, e);
        }
        return lines;
    }

    /// Null for a line that a crash cut off.
    private static @Nullable Line parse(String text) {
        try {
            return JSON.readValue(text, Line.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private Path file(LaunchId id) {
        return root.resolve(id.appId()).resolve(Integer.toString(id.attempt()));
    }
}
