package io.spindrift.http;

import java.util.List;

/// The request is answered with this status and these reasons.
final class RefusedException extends RuntimeException {
    private final int status;
    private final List<Refusal> refusals;

    RefusedException(int status, List<Refusal> refusals) {
        super(refusals.isEmpty() ? "status " + status : refusals.getFirst().message());
        this.status = status;
        this.refusals = List.copyOf(refusals);
    }

    static RefusedException of(int status, String code, String message, String... fieldPaths) {
        return new RefusedException(
                status, List.of(new Refusal(code, message, List.of(fieldPaths))));
    }

    static RefusedException invalid(String field, String message) {
        return of(400, "INVALID_VALUE", message, field);
    }

    static RefusedException notFound(String message) {
        return of(404, "NOT_FOUND", message);
    }

    static RefusedException forbidden(String message) {
        return of(403, "FORBIDDEN", message);
    }

    int status() {
        return status;
    }

    List<Refusal> refusals() {
        return refusals;
    }
}
