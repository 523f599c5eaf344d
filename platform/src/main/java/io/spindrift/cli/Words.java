package io.spindrift.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The words that a command was given, sorted.
///
/// @param values by a flag's own name; the last one given is last
/// @param rest the words without a flag
record Words(Syntax syntax, Map<String, List<String>> values, List<String> rest) {
    Words {
        values = Map.copyOf(values);
        rest = List.copyOf(rest);
    }

    boolean has(String flag) {
        return values.containsKey(flag);
    }

    Optional<String> text(String flag) {
        return Optional.ofNullable(values.get(flag)).map(List::getLast);
    }

    List<String> all(String flag) {
        return values.getOrDefault(flag, List.of());
    }

    int number(String flag, int otherwise) {
        return text(flag).map(value -> number(flag, value)).orElse(otherwise);
    }

    static int number(String what, String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new WrongWordsException(what + " takes a whole number, not " + value, e);
        }
    }
}
