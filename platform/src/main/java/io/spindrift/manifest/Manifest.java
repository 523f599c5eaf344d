package io.spindrift.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppIds;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.app.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A resource of an operator, as it was written or as a cluster has it.
///
/// @param object the whole of it
public record Manifest(ResourceKind kind, ObjectNode object) {
    /// A label or annotation of it: the job that it is a run of, else its own name.
    static final String JOB_ID = "spindrift.io/job-id";

    /// A label that the operator's own runs of a schedule have.
    static final String SCHEDULE = ResourceKind.GROUP + "/scheduled-app-name";

    public Manifest {
        object = object.deepCopy();
    }

    /// @throws InvalidRequestException where it is none of the kinds
    public static Manifest of(JsonNode tree) {
        if (!(tree instanceof ObjectNode object)) {
            throw new InvalidRequestException("WRONG_TYPE", "a manifest is an object", "");
        }
        String kind = object.path("kind").asText();
        String apiVersion = object.path("apiVersion").asText();
        ResourceKind known =
                ResourceKind.of(apiVersion, kind)
                        .orElseThrow(() ->
                                new InvalidRequestException(
                                        "INVALID_VALUE",
                                        "'"
                                                + apiVersion
                                                + "', '"
                                                + kind
                                                + "' is not understood; SparkApplication and"
                                                + " ScheduledSparkApplication of"
                                                + " sparkoperator.k8s.io/v1beta2 and SparkConnect"
                                                + " of v1alpha1 are",
                                        "kind"));
        if (!object.path("spec").isObject()) {
            throw new InvalidRequestException("MISSING_FIELD", "'spec' is required", "spec");
        }
        return new Manifest(known, object);
    }

    public JsonNode metadata() {
        return object.path("metadata");
    }

    /// Writes it down as the owner of another object, which then goes when it goes.
    void own(ObjectNode othersMetadata) {
        othersMetadata
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", kind.apiVersion())
                .put("kind", kind.kind())
                .put("name", name())
                .put("uid", uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    public String name() {
        return metadata().path("name").asText();
    }

    public String namespace() {
        return metadata().path("namespace").asText();
    }

    public String uid() {
        return metadata().path("uid").asText();
    }

    public JsonNode spec() {
        return object.path("spec");
    }

    public JsonNode status() {
        return object.path("status");
    }

    /// Whether it was told to have ended, and nothing is to come after that by itself.
    public boolean settled() {
        String state = status().path("applicationState").path("state").asText();
        return kind == ResourceKind.APPLICATION
                && !leaving()
                && !spec().has("timeToLiveSeconds")
                && (state.equals("COMPLETED") || state.equals("FAILED"));
    }

    boolean leaving() {
        return metadata().hasNonNull("deletionTimestamp");
    }

    /// What it asks for, as the body of a submission.
    ///
    /// @throws InvalidRequestException naming everything that cannot be had
    public Translation translate() {
        if (kind == ResourceKind.SCHEDULED) {
            throw new InvalidRequestException(
                    "NOT_SUPPORTED",
                    "a schedule is kept where its resource is: apply it in a cluster whose"
                            + " resources the platform serves",
                    "kind");
        }
        Draft draft = new Translator(kind.fields()).translate(spec());
        if (kind == ResourceKind.CONNECT) {
            ConnectServer.complete(draft, spec());
        }
        ObjectNode config = draft.finished();
        List<Problem> problems = new ArrayList<>(draft.problems());
        String jobId = jobId();
        AppIds.checkJobId(jobId, "metadata.name").ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        if (!namespace().isEmpty()) {
            config.put("namespace", namespace());
        }
        if (metadata().path("labels") instanceof ObjectNode labels && !labels.isEmpty()) {
            config.set("labels", labels.deepCopy());
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("jobId", jobId);
        request.set("configOverrides", config);
        return new Translation(request, draft.notes());
    }

    private String jobId() {
        for (String place : List.of("annotations", "labels")) {
            String given = metadata().path(place).path(JOB_ID).asText();
            if (!given.isEmpty()) {
                return given;
            }
        }
        String schedule = metadata().path("labels").path(SCHEDULE).asText();
        String name = schedule.isEmpty() ? name() : schedule;
        return name.isEmpty() ? kind.kind().toLowerCase(Locale.ROOT) : name;
    }
}
