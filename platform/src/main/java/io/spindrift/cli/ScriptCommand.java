package io.spindrift.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A command that a script of the installation carries out, without Java: `bin/spindrift` calls it
/// directly; here it is for help, completion and whoever starts [Main].
record ScriptCommand(String name, String summary) implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.of(name, summary).taking("[WORDS...]", 0, Integer.MAX_VALUE).flagsFirst();
    }

    @Override
    public int run(Call call) {
        Path launcher =
                call.surroundings()
                        .prefix()
                        .map(prefix -> prefix.resolve("bin/spindrift"))
                        .orElseThrow(() -> new RefusedException("this is not an installation"));
        List<String> command = new ArrayList<>(List.of(launcher.toString(), name));
        command.addAll(call.words().rest());
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new RefusedException("cannot run " + launcher + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
    }
}
