package io.spindrift.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which words a command takes.
///
/// @param positional what the words without a flag are called, `ID...`; empty where there are none
/// @param least how many of these there must be
/// @param most how many there may be
/// @param flagsAnywhere false: what follows the first positional word is no flag, as in
///   spark-submit
record Syntax(
        String name,
        String summary,
        String positional,
        int least,
        int most,
        boolean flagsAnywhere,
        List<Flag> flags) {
    /// What every command takes.
    private static final List<Flag> COMMON =
            List.of(
                    Flag.of("--help,-h", "Show this"),
                    Flag.of("--json", "Print JSON, for programs"),
                    Flag.taking("--url", "URL", "The platform; else SPINDRIFT_URL, this machine's"),
                    Flag.taking("--token-file", "FILE", "The token; else SPINDRIFT_TOKEN"),
                    Flag.taking(
                            "--ca", "FILE", "PEM of the certificate to trust; else SPINDRIFT_CA"),
                    Flag.taking("--cluster", "ID", "The cluster; else local to submit, any else"));

    Syntax {
        List<Flag> all = new ArrayList<>(flags);
        all.addAll(COMMON);
        flags = List.copyOf(all);
    }

    static Syntax of(String name, String summary, Flag... flags) {
        return new Syntax(name, summary, "", 0, 0, true, List.of(flags));
    }

    Syntax taking(String called, int leastWords, int mostWords) {
        return new Syntax(name, summary, called, leastWords, mostWords, flagsAnywhere, ownFlags());
    }

    Syntax flagsFirst() {
        return new Syntax(name, summary, positional, least, most, false, ownFlags());
    }

    private List<Flag> ownFlags() {
        return flags.subList(0, flags.size() - COMMON.size());
    }

    /// @throws WrongWordsException naming the word, and the nearest known one
    Words parse(List<String> given) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            boolean positionals = !rest.isEmpty() && !flagsAnywhere;
            if (positionals || !word.startsWith("-") || word.equals("-")) {
                rest.add(word);
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            Flag flag = flag(equals < 0 ? word : word.substring(0, equals));
            String value = "";
            if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (flag.takesValue()) {
                i++;
                value = valueOf(flag, given, i);
            }
            values.computeIfAbsent(flag.name(), any -> new ArrayList<>()).add(value);
        }
        Words words = new Words(this, values, rest);
        if (!words.has("--help")) {
            count(rest);
        }
        return words;
    }

    private String valueOf(Flag flag, List<String> given, int at) {
        if (at >= given.size()) {
            throw new WrongWordsException(
                    flag.name()
                            + " takes a value: "
                            + flag
                            + "; see spindrift "
                            + name
                            + " --help");
        }
        return given.get(at);
    }

    private Flag flag(String word) {
        for (Flag flag : flags) {
            if (flag.names().contains(word)) {
                return flag;
            }
        }
        List<String> known = flags.stream().flatMap(flag -> flag.names().stream()).toList();
        throw new WrongWordsException(
                "unknown flag "
                        + word
                        + nearest(word, known)
                        + "; see spindrift "
                        + name
                        + " --help");
    }

    private void count(List<String> rest) {
        if (rest.size() < least) {
            throw new WrongWordsException(usage() + "\nmissing: " + positional);
        }
        if (rest.size() > most) {
            throw new WrongWordsException(usage() + "\nnot understood: " + rest.get(most));
        }
    }

    String usage() {
        return "spindrift " + name + " [flags]" + (positional.isEmpty() ? "" : " " + positional);
    }

    String help() {
        StringBuilder text = new StringBuilder(usage()).append('\n').append(summary).append("\n\n");
        for (Flag flag : flags) {
            if (!flag.description().isEmpty()) {
                text.append(String.format("  %-34s %s%n", flag, flag.description()));
            }
        }
        return text.toString().stripTrailing();
    }

    /// `; did you mean X?`, or nothing where no known word is near.
    static String nearest(String word, List<String> known) {
        Optional<String> nearest =
                known.stream()
                        .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                        .filter(candidate -> distance(word, candidate) <= 1 + word.length() / 3);
        return nearest.map(candidate -> "; did you mean " + candidate + "?").orElse("");
    }

    /// Levenshtein's.
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int kept = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(kept, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
