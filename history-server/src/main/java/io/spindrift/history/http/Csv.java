package io.spindrift.history.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Items as CSV (RFC 4180): nested fields become `metrics.coreHours`, lists become JSON.
public final class Csv {
    private static final String FORMULA = "=+-@\t\r";

    private Csv() {}

    public static String of(List<? extends ObjectNode> items) {
        List<Map<String, String>> rows = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        for (ObjectNode item : items) {
            Map<String, String> row = new LinkedHashMap<>();
            flatten("", item, row);
            columns.addAll(row.keySet());
            rows.add(row);
        }
        StringBuilder csv = new StringBuilder();
        line(csv, columns);
        for (Map<String, String> row : rows) {
            line(csv, columns.stream().map(column -> row.getOrDefault(column, "")).toList());
        }
        return csv.toString();
    }

    public static void line(StringBuilder csv, Iterable<String> cells) {
        String separator = "";
        for (String cell : cells) {
            csv.append(separator).append(quoted(cell));
            separator = ",";
        }
        csv.append("\r\n");
    }

    private static void flatten(String path, JsonNode node, Map<String, String> row) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field ->
                            flatten(
                                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                                    field.getValue(),
                                    row));
            return;
        }
        row.put(path, node.isNull() ? "" : node.isArray() ? node.toString() : safe(node));
    }

    /// A spreadsheet must not take a user's text for a formula.
    private static String safe(JsonNode value) {
        String text = value.asText();
        boolean formula =
                value.isTextual() && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
