package io.spindrift.cli;

/// One command of the command line.
sealed interface Command
        permits AppCommand,
                AppsCommand,
                ClusterCommand,
                CompletionCommand,
                CostsCommand,
                DoctorCommand,
                JobsCommand,
                KillCommand,
                LogsCommand,
                OpenCommand,
                PingCommand,
                RehearseCommand,
                ScriptCommand,
                SubmitCommand {
    /// The words it takes.
    Syntax syntax();

    /// Carries it out; answers the exit code.
    int run(Call call);
}
