package io.spindrift.http;

import java.util.List;

/// One reason why a request was refused, as `errors` in the envelope carries it.
record Refusal(String code, String message, List<String> fieldPaths) {
    Refusal {
        fieldPaths = List.copyOf(fieldPaths);
    }

    Refusal(String code, String message) {
        this(code, message, List.of());
    }
}
