package io.spindrift.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The command line: finds the command, runs it, and says what its end means to a shell.
///
/// It has no library for its flags: the one that we tried is not kept in AOT caches (its classes
/// are of Java 5), and doubled the start.
final class Spindrift {
    static final int WRONG_WORDS = 2;
    static final int REFUSED = 65;
    static final int UNREACHABLE = 69;

    private static final List<Command> COMMANDS =
            List.of(
                    new SubmitCommand(),
                    new AppsCommand(),
                    new AppCommand(),
                    new LogsCommand(),
                    new KillCommand(),
                    new JobsCommand(),
                    new CostsCommand(),
                    new ClusterCommand(),
                    new OpenCommand(),
                    new DoctorCommand(),
                    new ScriptCommand(
                            "runtime",
                            "Spark runtimes: add 4.3.0 | FILE.tgz | FOLDER, list, remove"),
                    new ScriptCommand("start", "Starts the service"),
                    new ScriptCommand("stop", "Stops the service; applications run on"),
                    new ScriptCommand("restart", "Stops and starts it; applications run on"),
                    new ScriptCommand("status", "Says whether the service runs, and where"),
                    new CompletionCommand(),
                    new PingCommand(),
                    new RehearseCommand());

    private final Surroundings surroundings;
    private final PrintWriter out;
    private final PrintWriter err;

    Spindrift(Surroundings surroundings, PrintWriter out, PrintWriter err) {
        this.surroundings = surroundings;
        this.out = out;
        this.err = err;
    }

    int run(List<String> words) {
        try {
            return dispatch(words);
        } catch (WrongWordsException e) {
            err.println(e.getMessage());
            return WRONG_WORDS;
        } catch (RefusedException e) {
            err.println(e.getMessage());
            return REFUSED;
        } catch (UnreachableException e) {
            err.println(e.getMessage());
            return UNREACHABLE;
        }
    }

    private int dispatch(List<String> words) {
        String first = words.isEmpty() ? "" : words.getFirst();
        return switch (first) {
            case "", "help", "--help", "-h" -> help(words);
            case "--version", "-V", "version" -> version();
            default -> call(command(first), words.subList(1, words.size()));
        };
    }

    private int call(Command command, List<String> words) {
        Words parsed = command.syntax().parse(words);
        if (parsed.has("--help")) {
            out.println(command.syntax().help());
            return 0;
        }
        return command.run(new Call(parsed, surroundings, out, err));
    }

    private int help(List<String> words) {
        if (words.size() > 1) {
            out.println(command(words.get(1)).syntax().help());
            return 0;
        }
        PrintWriter to = words.isEmpty() ? err : out;
        to.println(
                "spindrift COMMAND [flags]: runs Spark applications, shows what they did and cost");
        to.println();
        for (Command command : shown()) {
            to.printf("  %-11s %s%n", command.syntax().name(), command.syntax().summary());
        }
        to.println();
        to.println("spindrift COMMAND --help tells more.");
        to.println(
                "Exit codes: 0 all well; with --wait the driver's, 137 killed, 124 timed out;"
                        + " 2 wrong words; 65 refused; 69 no answer.");
        return words.isEmpty() ? WRONG_WORDS : 0;
    }

    private static Command command(String name) {
        for (Command command : COMMANDS) {
            if (command.syntax().name().equals(name)) {
                return command;
            }
        }
        List<String> names = shown().stream().map(command -> command.syntax().name()).toList();
        throw new WrongWordsException(
                "unknown command " + name + Syntax.nearest(name, names) + "; see spindrift --help");
    }

    /// Those that help speaks of.
    static List<Command> shown() {
        return COMMANDS.stream().filter(command -> !command.syntax().summary().isEmpty()).toList();
    }

    private int version() {
        out.println("spindrift " + installed());
        return 0;
    }

    private String installed() {
        Optional<Path> file =
                surroundings.prefix().map(prefix -> prefix.resolve("lib/current/VERSION"));
        try {
            return file.isPresent() && Files.isReadable(file.get())
                    ? Files.readString(file.get()).strip()
                    : "(not installed)";
        } catch (IOException e) {
            throw new RefusedException("cannot read " + file.get() + ": " + e.getMessage());
        }
    }
}
