package io.spindrift.http;

import io.helidon.http.HttpException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.submit.AppConflictException;
import io.spindrift.submit.ObservedException;
import io.spindrift.submit.QueueFullException;
import io.spindrift.submit.UnknownClusterException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Predicate;

/// Turns what was thrown into a status and plain sentences; the one place that logs it.
final class Failures {
    private static final Logger LOG = System.getLogger(Failures.class.getName());

    private final Answers answers;
    private final Predicate<Throwable> diskFull;

    /// @param diskFull tells whether a failure means that there is no room on the disk
    Failures(Answers answers, Predicate<Throwable> diskFull) {
        this.answers = answers;
        this.diskFull = diskFull;
    }

    void handle(ServerRequest request, ServerResponse response, Throwable failure) {
        Answer answer = answer(request, failure);
        if (answer.status() == 401) {
            response.header("WWW-Authenticate", "Bearer realm=\"spindrift\"");
        }
        if (answer.status() == 413 || answer.status() >= 500) {
            // The rest of the body is not read.
            response.header("Connection", "close");
        }
        answers.send(request, response, answer);
    }

    private Answer answer(ServerRequest request, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (diskFull.test(cause)) {
                LOG.log(Level.WARNING, "disk full request=" + RequestId.of(request), failure);
                return refused(
                        507,
                        "DISK_FULL",
                        "the disk is full; make room and try again, nothing was lost");
            }
        }
        return switch (failure) {
            case RefusedException refused -> Answer.refused(refused.status(), refused.refusals());
            case InvalidRequestException invalid ->
                    Answer.refused(
                            400,
                            invalid.problems().stream()
                                    .map(problem ->
                                            new Refusal(
                                                    problem.code(),
                                                    problem.message(),
                                                    problem.fieldPath().isEmpty()
                                                            ? List.of()
                                                            : List.of(problem.fieldPath())))
                                    .toList());
            case AppConflictException taken ->
                    refused(409, "CONFLICT", String.valueOf(taken.getMessage()));
            case ObservedException observed ->
                    refused(409, "NOT_OPERATED", String.valueOf(observed.getMessage()));
            case QueueFullException full ->
                    refused(429, "TOO_MANY_REQUESTS", String.valueOf(full.getMessage()));
            case UnknownClusterException unknown ->
                    refused(404, "NOT_FOUND", String.valueOf(unknown.getMessage()));
            case IllegalArgumentException bad ->
                    refused(400, "INVALID_VALUE", String.valueOf(bad.getMessage()));
            case HttpException http -> http(http);
            default -> internal(request, failure);
        };
    }

    private static Answer http(HttpException failure) {
        int code = failure.status().code();
        String word =
                switch (code) {
                    case 404 -> "NOT_FOUND";
                    case 405 -> "METHOD_NOT_ALLOWED";
                    case 409 -> "CONFLICT";
                    case 413 -> "TOO_LARGE";
                    case 415 -> "UNSUPPORTED_MEDIA_TYPE";
                    case 503 -> "UNAVAILABLE";
                    default -> code < 500 ? "INVALID_VALUE" : "INTERNAL";
                };
        return refused(code, word, String.valueOf(failure.getMessage()));
    }

    private static Answer internal(ServerRequest request, Throwable failure) {
        String id = RequestId.of(request);
        LOG.log(Level.ERROR, "request failed request=" + id, failure);
        return refused(
                500, "INTERNAL", "something failed here; the log has it under request " + id);
    }

    private static Answer refused(int status, String code, String message) {
        return Answer.refused(status, List.of(new Refusal(code, message)));
    }
}
