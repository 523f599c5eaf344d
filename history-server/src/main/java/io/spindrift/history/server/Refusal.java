package io.spindrift.history.server;

/// An answer other than what was asked for: its status, and a sentence for who asked.
final class Refusal extends RuntimeException {
    private final int status;
    private final String code;

    Refusal(int status, String code, String sentence) {
        super(sentence);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
