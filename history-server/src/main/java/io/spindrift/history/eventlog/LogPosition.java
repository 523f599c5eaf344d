package io.spindrift.history.eventlog;

/// How far a log has been read, to go on from exactly there: `skip` decompressed bytes behind the
/// frame, block or (plain) line that starts at `offset` of the file. A position always lies behind
/// a whole line.
///
/// @param fileIndex of a rolling log's files; 1 for a single file
/// @param offset compressed bytes
/// @param events lines read in the whole log so far
public record LogPosition(int fileIndex, long offset, long skip, long events) {
    public static final LogPosition START = new LogPosition(1, 0, 0, 0);

    public LogPosition nextFile(int index) {
        return new LogPosition(index, 0, 0, events);
    }
}
