package io.spindrift.history.issue;

import io.spindrift.history.Failure;
import io.spindrift.history.Failure.Source;
import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.RunFacts;
import java.util.List;

/// The application itself ended badly: the driver's exception, or its exit code.
final class Crash implements Rule {
    static final About ABOUT =
            new About(
                    "application-failed",
                    1,
                    Severity.ERROR,
                    "the driver ended with an exception, or an exit code other than 0",
                    "all core hours of the run",
                    "ours");

    @Override
    public List<Issue> find(RunFacts facts) {
        List<Issue> told =
                facts.failures().stream()
                        .filter(failure -> failure.source() == Source.APPLICATION)
                        .map(failure -> issue(facts, failure))
                        .toList();
        Integer code = facts.app().exitCode();
        return told.isEmpty() && code != null && code != 0 ? List.of(issue(facts, code)) : told;
    }

    private static Issue issue(RunFacts facts, Failure failure) {
        RootCause cause = RootCause.of(failure);
        return ABOUT.issue(
                "The application failed: " + cause.sentence(),
                List.of(Clue.of("The driver ended with " + cause.sentence()).evidence()),
                Remedy.advice(cause),
                facts.app().totals().coreMillis());
    }

    private static Issue issue(RunFacts facts, int code) {
        ExitReason reason = ExitReason.of(code, "");
        return ABOUT.issue(
                "The driver ended badly: " + reason.meaning(),
                List.of(Clue.of("Exit code " + code).with("exitCode", code).evidence()),
                "Look at the end of the driver's log for what it said last.",
                facts.app().totals().coreMillis());
    }
}
