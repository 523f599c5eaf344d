package io.spindrift.history.http;

/// What Spark's API answers where it has no answer: a status and a plain text.
final class SparkRefusal extends RuntimeException {
    private final int status;

    SparkRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    static SparkRefusal notFound(String message) {
        return new SparkRefusal(404, message);
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
