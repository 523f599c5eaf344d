package io.spindrift.kv;

/// A row that its codec does not understand: of an unknown version, or cut short. Callers that can
/// rebuild the row (history, from the event log) do; others stop and say which table it was.
public final class RowFormatException extends RuntimeException {
    public RowFormatException(String message) {
        super(message);
    }
}
