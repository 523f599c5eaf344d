package io.spindrift.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A table that a measurement leaves in the build's target folder and prints.
public final class Report {
    private final String name;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    public Report(String name, String... heads) {
        this.name = name;
        rows.add(List.of(heads));
    }

    public void row(Object... values) {
        rows.add(List.of(values).stream().map(String::valueOf).toList());
    }

    public void remark(String sentence) {
        remarks.add(sentence);
    }

    @SuppressWarnings("SystemOut") // it is what the measurement was run for
    public void write() {
        StringBuilder text = new StringBuilder(name).append('\n');
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                String value = row.get(column);
                text.append(value).append(" ".repeat(widthOf(column) - value.length() + 2));
            }
            text.setLength(text.toString().stripTrailing().length());
            text.append('\n');
        }
        remarks.forEach(remark -> text.append(remark).append('\n'));
        Path file = Surroundings.target().resolve("reports").resolve(name + ".txt");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(text);
    }

    private int widthOf(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
