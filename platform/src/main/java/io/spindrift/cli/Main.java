package io.spindrift.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `bin/spindrift`.
public final class Main {
    private Main() {}

    /// Runs one command and ends with its exit code.
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
        int code = new Spindrift(surroundings(), out, err).run(List.of(args));
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static Surroundings surroundings() {
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Optional.ofNullable(System.getProperty("spindrift.prefix")).map(Path::of),
                Boolean.getBoolean("spindrift.terminal"));
    }
}
