package io.spindrift.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.app.AppIds;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.app.Nearest;
import io.spindrift.app.Problem;
import io.spindrift.app.SubmissionSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The body of a submission, read: `{jobId, appId?, configTemplateId?, configOverrides?}`.
record Request(
        @Nullable String jobId,
        @Nullable String appId,
        @Nullable String templateId,
        ObjectNode overrides) {
    private static final Set<String> FIELDS =
            Set.of("jobId", "appId", "configTemplateId", "configOverrides");

    /// @throws InvalidRequestException naming everything that is wrong with its shape
    static Request read(JsonNode body, SubmissionSource source) {
        if (!body.isObject()) {
            throw new InvalidRequestException("WRONG_TYPE", "the body must be an object", "");
        }
        List<Problem> problems = new ArrayList<>();
        body.fieldNames()
                .forEachRemaining(name -> {
                    if (!FIELDS.contains(name)) {
                        problems.add(unknown(name));
                    }
                });
        String jobId = text(body, "jobId", AppIds::checkJobId, problems);
        if (jobId == null && !source.interactive() && absent(body, "jobId")) {
            problems.add(
                    new Problem(
                            "MISSING_FIELD", "'jobId' names the job that this runs for", "jobId"));
        }
        String appId = text(body, "appId", AppIds::checkAppId, problems);
        String templateId = text(body, "configTemplateId", AppIds::checkAppId, problems);
        JsonNode overrides = body.path("configOverrides");
        if (!overrides.isObject() && !absent(body, "configOverrides")) {
            problems.add(
                    new Problem(
                            "WRONG_TYPE",
                            "'configOverrides' must be an object",
                            "configOverrides"));
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return new Request(
                jobId,
                appId,
                templateId,
                overrides instanceof ObjectNode given
                        ? given
                        : JsonNodeFactory.instance.objectNode());
    }

    private static boolean absent(JsonNode body, String name) {
        return body.path(name).isMissingNode() || body.path(name).isNull();
    }

    private static Problem unknown(String name) {
        String hint =
                Nearest.name(name, FIELDS)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; known are " + String.join(", ", new TreeSet<>(FIELDS)));
        return new Problem("UNKNOWN_FIELD", "'" + name + "' is not a known field" + hint, name);
    }

    private static @Nullable String text(
            JsonNode body,
            String name,
            BiFunction<String, String, Optional<Problem>> check,
            List<Problem> problems) {
        if (absent(body, name)) {
            return null;
        }
        JsonNode value = body.path(name);
        if (!value.isTextual()) {
            problems.add(new Problem("WRONG_TYPE", "'" + name + "' must be a text", name));
            return null;
        }
        check.apply(value.asText(), name).ifPresent(problems::add);
        return value.asText();
    }
}
