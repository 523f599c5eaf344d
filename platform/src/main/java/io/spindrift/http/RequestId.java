package io.spindrift.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.UUID;

/// What a request is called in its answer and in the log.
record RequestId(String text) {
    static RequestId random() {
        return new RequestId(UUID.randomUUID().toString());
    }

    /// Empty for a request that the filter has not seen.
    static String of(ServerRequest request) {
        return request.context().get(RequestId.class).map(RequestId::text).orElse("");
    }
}
