package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.manifest.ApplicationStatus.State;
import io.spindrift.schedule.Timetable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is to be done about a `ScheduledSparkApplication` as it is now. Each run is an object of
/// its own, a `SparkApplication` named after the time at which it was due: made twice, it is one.
///
/// After a downtime the last time that has passed is made up for, if it was within a day; those
/// before it are left out.
public final class SchedulePlan {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED");

    /// With `-` and ten digits behind it, a name that a label can have.
    private static final int LONGEST_NAME = 52;

    private final Manifest manifest;
    private final List<Manifest> runs;
    private final Instant now;
    private final List<Deed> deeds = new ArrayList<>();

    private SchedulePlan(Manifest manifest, List<Manifest> runs, Instant now) {
        this.manifest = manifest;
        this.runs = runs;
        this.now = now;
    }

    /// @param applications all of the namespace; which are runs of this one is found here
    public static List<Deed> of(Manifest manifest, List<Manifest> applications, Instant now) {
        List<Manifest> runs =
                applications.stream()
                        .filter(app -> owner(app).equals(manifest.uid()))
                        .sorted(Comparator.comparing(SchedulePlan::created))
                        .toList();
        SchedulePlan plan = new SchedulePlan(manifest, runs, now);
        if (!manifest.leaving()) {
            plan.decide();
        }
        return List.copyOf(plan.deeds);
    }

    private static String owner(Manifest app) {
        return app.metadata().path("ownerReferences").path(0).path("uid").asText();
    }

    private static Instant created(Manifest any) {
        return time(any.metadata().path("creationTimestamp")).orElse(Instant.EPOCH);
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
        } catch (DateTimeException e) {
            // Not written by us: as if it had not run.
            return Optional.empty();
        }
    }

    private void decide() {
        JsonNode spec = manifest.spec();
        Timetable table;
        try {
            table = Timetable.of(spec.path("schedule").asText(), spec.path("timeZone").asText());
            policy();
        } catch (IllegalArgumentException e) {
            tell(status("FailedValidation").put("reason", String.valueOf(e.getMessage())));
            return;
        }
        ObjectNode status = status("Scheduled");
        Instant last = time(manifest.status().path("lastRun")).orElse(created(manifest));
        if (!spec.path("suspend").asBoolean()) {
            table.due(last, now).ifPresent(due -> start(due, status));
            Instant from = time(status.path("lastRun")).orElse(last);
            table.next(from).ifPresent(next -> status.put("nextRun", ApplicationStatus.time(next)));
        }
        history(status);
        tell(status);
    }

    private void start(Timetable.Due due, ObjectNode status) {
        String name = name(due.at());
        // One that was made before a crash, and not told of, is that of this time.
        List<Manifest> going =
                runs.stream().filter(run -> !ended(run) && !run.name().equals(name)).toList();
        if (!going.isEmpty() && policy().equals("Forbid")) {
            return;
        }
        if (policy().equals("Replace")) {
            going.forEach(run -> deeds.add(delete(run)));
        }
        deeds.add(new Deed.Make(run(name)));
        status.put("lastRun", ApplicationStatus.time(due.at())).put("lastRunName", name);
        String made = "made the run " + name;
        deeds.add(
                new Deed.Event(
                        false,
                        "ScheduledSparkApplicationRun",
                        due.missed() == 0
                                ? made
                                : made + "; times that passed without a run: " + due.missed()));
    }

    private String policy() {
        String policy = manifest.spec().path("concurrencyPolicy").asText("Allow");
        return switch (policy) {
            case "", "Allow" -> "Allow";
            case "Forbid", "Replace" -> policy;
            default ->
                    throw new IllegalArgumentException(
                            "'spec.concurrencyPolicy' must be Allow, Forbid or Replace, not '"
                                    + policy
                                    + "'");
        };
    }

    private String name(Instant due) {
        String name = manifest.name();
        String stem = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return stem + "-" + due.getEpochSecond();
    }

    private ObjectNode run(String name) {
        ObjectNode run = JSON.objectNode();
        run.put("apiVersion", ResourceKind.APPLICATION.apiVersion());
        run.put("kind", ResourceKind.APPLICATION.kind());
        ObjectNode metadata = run.putObject("metadata");
        metadata.put("name", name).put("namespace", manifest.namespace());
        if (manifest.metadata().path("labels") instanceof ObjectNode labels) {
            metadata.set("labels", labels.deepCopy());
        }
        metadata.withObjectProperty("labels").put(Manifest.SCHEDULE, manifest.name());
        manifest.own(metadata);
        run.set("spec", manifest.spec().path("template").deepCopy());
        return run;
    }

    private static boolean ended(Manifest run) {
        return ENDED.contains(state(run)) || run.leaving();
    }

    private static String state(Manifest run) {
        return run.status().path("applicationState").path("state").asText();
    }

    /// The newest few of each outcome stay.
    private void history(ObjectNode status) {
        keep(status, "pastSuccessfulRunNames", State.COMPLETED, "successfulRunHistoryLimit");
        keep(status, "pastFailedRunNames", State.FAILED, "failedRunHistoryLimit");
    }

    private void keep(ObjectNode status, String field, State outcome, String limitField) {
        List<Manifest> past =
                runs.stream()
                        .filter(run -> state(run).equals(outcome.text()) && !run.leaving())
                        .toList()
                        .reversed();
        int limit = Math.max(0, manifest.spec().path(limitField).asInt(1));
        past.stream().skip(limit).forEach(run -> deeds.add(delete(run)));
        ArrayNode names = JSON.arrayNode();
        past.stream().limit(limit).forEach(run -> names.add(run.name()));
        if (!names.isEmpty()) {
            status.set(field, names);
        }
    }

    private static Deed delete(Manifest run) {
        return new Deed.Delete(ResourceKind.APPLICATION, run.name());
    }

    private ObjectNode status(String state) {
        ObjectNode status = JSON.objectNode().put("scheduleState", state);
        for (String field : List.of("lastRun", "lastRunName")) {
            if (manifest.status().hasNonNull(field)) {
                status.set(field, manifest.status().path(field));
            }
        }
        return status;
    }

    private void tell(ObjectNode status) {
        if (!status.equals(manifest.status())) {
            deeds.add(new Deed.Tell(status));
        }
    }
}
