package io.spindrift.cli;

import java.util.List;

/// A flag of a command.
///
/// @param names the first is its own, the others mean the same
/// @param parameter what its value is called; empty where it takes none
/// @param description empty where help does not speak of it
record Flag(List<String> names, String parameter, String description) {
    Flag {
        names = List.copyOf(names);
    }

    static Flag of(String names, String description) {
        return new Flag(List.of(names.split(",")), "", description);
    }

    static Flag taking(String names, String parameter, String description) {
        return new Flag(List.of(names.split(",")), parameter, description);
    }

    String name() {
        return names.getFirst();
    }

    boolean takesValue() {
        return !parameter.isEmpty();
    }

    @Override
    public String toString() {
        return String.join(", ", names) + (takesValue() ? " " + parameter : "");
    }
}
