package io.spindrift.history;

import java.util.Map;

/// What of a run's log history could not use.
///
/// @param malformedLines that are no events: torn, foreign, or too long to be read
/// @param unknownEvents of sorts that history does not know
/// @param unknownByName those by the name of their sort; beyond 200 names they are only counted
public record LogNotes(long malformedLines, long unknownEvents, Map<String, Long> unknownByName) {
    public static final LogNotes NONE = new LogNotes(0, 0, Map.of());

    public LogNotes {
        unknownByName = Map.copyOf(unknownByName);
    }
}
