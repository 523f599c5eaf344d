package io.spindrift.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads metrics as strictly as the text format and `promtool check metrics` would have them, and
/// notes what is wrong.
final class PrometheusText {
    private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE) ([a-z_:][a-z0-9_:]*) (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_:][a-z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-z_][a-z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final Set<String> TYPES =
            Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> types = new HashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Set<String> series = new HashSet<>();
    private final Set<String> over = new HashSet<>();
    private final Map<String, TreeMap<Double, Double>> buckets = new HashMap<>();
    private final Map<String, Double> counts = new HashMap<>();
    private String family = "";

    private PrometheusText() {}

    static List<String> problems(String text) {
        PrometheusText read = new PrometheusText();
        if (!text.endsWith("\n")) {
            read.problems.add("the last line has no end");
        }
        text.lines().forEach(read::line);
        read.histograms();
        return read.problems;
    }

    private void line(String line) {
        Matcher about = ABOUT.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (about.matches()) {
            about(about.group(1), about.group(2), about.group(3));
        } else if (sample.matches()) {
            sample(
                    sample.group(1),
                    sample.group(2) == null ? "" : sample.group(2),
                    sample.group(3));
        } else {
            problems.add("cannot be read: " + line);
        }
    }

    private void about(String word, String name, String text) {
        enter(name);
        if (word.equals("HELP")) {
            if (!helped.add(name)) {
                problems.add("helped twice: " + name);
            }
        } else if (!TYPES.contains(text) || types.put(name, text) != null) {
            problems.add("no type, or a second: " + name + " " + text);
        } else if (text.equals("counter") != name.endsWith("_total")) {
            problems.add("counters, and no others, end with _total: " + name);
        }
    }

    private void sample(String name, String labels, String value) {
        String base = name.replaceAll("_(bucket|sum|count)$", "");
        boolean ofHistogram = "histogram".equals(types.get(base));
        String its = ofHistogram ? base : name;
        enter(its);
        if (!types.containsKey(its) || !helped.contains(its)) {
            problems.add("without type or help: " + name);
        }
        if (!series.add(name + "{" + labels + "}")) {
            problems.add("told twice: " + name + "{" + labels + "}");
        }
        Map<String, String> read = labels(labels);
        double number = number(value);
        if (ofHistogram) {
            String bound = read.remove("le");
            String key = base + read;
            if (name.endsWith("_bucket") && bound != null) {
                buckets.computeIfAbsent(key, _ -> new TreeMap<>()).put(number(bound), number);
            } else if (name.endsWith("_count")) {
                counts.put(key, number);
            }
        }
    }

    /// All of a family stands together.
    private void enter(String name) {
        if (!family.equals(name)) {
            over.add(family);
            family = name;
        }
        if (over.contains(name)) {
            problems.add("in several places: " + name);
        }
    }

    private Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher matcher = LABEL.matcher(text);
        int at = 0;
        while (at < text.length() && matcher.find(at) && matcher.start() == at) {
            labels.put(matcher.group(1), matcher.group(2));
            at = matcher.end();
        }
        if (at < text.length()) {
            problems.add("labels cannot be read: " + text);
        }
        return labels;
    }

    private double number(String text) {
        try {
            return Double.parseDouble(
                    text.replace("+Inf", "Infinity").replace("-Inf", "-Infinity"));
        } catch (NumberFormatException e) {
            problems.add("no number: " + text);
            return Double.NaN;
        }
    }

    private void histograms() {
        buckets.forEach((key, bounds) -> {
            double before = 0;
            for (double each : bounds.values()) {
                if (each < before) {
                    problems.add("buckets fall: " + key);
                }
                before = each;
            }
            Double all = bounds.get(Double.POSITIVE_INFINITY);
            if (all == null || !all.equals(counts.get(key))) {
                problems.add("the last bucket is not the count: " + key);
            }
        });
    }
}
