package io.spindrift.history.store;

import io.spindrift.history.Issue;
import io.spindrift.history.Issue.Evidence;
import io.spindrift.history.Issue.Figure;
import io.spindrift.history.Issue.Severity;
import io.spindrift.history.Issue.Target;
import io.spindrift.history.RunId;
import io.spindrift.history.StageId;
import io.spindrift.kv.RowCodec;
import io.spindrift.kv.RowFormatException;
import io.spindrift.kv.RowReader;
import io.spindrift.kv.RowWriter;
import io.spindrift.kv.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What rules found in a run.
///
/// ```
/// history.issues   run → issues, sorted
/// ```
final class IssueStore {
    static final Table<RunId, List<Issue>> ISSUES =
            new Table<>("history.issues", ValuesStore.RUN, new Codec());

    private IssueStore() {}

    private static final class Codec implements RowCodec<List<Issue>> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(List<Issue> issues, RowWriter out) {
            out.list(issues, Codec::writeIssue);
        }

        private static void writeIssue(Issue issue, RowWriter out) {
            out.text(issue.ruleId()).number(issue.ruleVersion()).constant(issue.severity());
            out.text(issue.title()).text(issue.advice()).count(issue.costCoreMillis());
            out.list(issue.evidence(), Codec::writeEvidence);
        }

        private static void writeEvidence(Evidence evidence, RowWriter out) {
            out.text(evidence.text());
            out.list(evidence.figures(), (each, to) -> to.text(each.name()).decimal(each.value()));
            Target target = evidence.target();
            if (target == null) {
                out.text("");
                return;
            }
            switch (target) {
                case Target.OfJob of -> out.text("job").number(of.jobId());
                case Target.OfStage of ->
                        out.text("stage").number(of.stage().id()).number(of.stage().attempt());
                case Target.OfTask of ->
                        out.text("task")
                                .number(of.stage().id())
                                .number(of.stage().attempt())
                                .number(of.taskId());
                case Target.OfExecutor of -> out.text("executor").text(of.executorId());
                case Target.OfSql of -> out.text("sql").number(of.sqlId());
                case Target.OfConfig of -> out.text("config").text(of.key());
            }
        }

        @Override
        public List<Issue> read(RowReader in) {
            return in.list(Codec::readIssue);
        }

        private static Issue readIssue(RowReader in) {
            String rule = in.text();
            int version = in.integer();
            Severity severity = in.constant(Severity.class);
            String title = in.text();
            String advice = in.text();
            long cost = in.count();
            List<Evidence> evidence = in.list(Codec::readEvidence);
            return new Issue(rule, version, severity, title, evidence, advice, cost);
        }

        private static Evidence readEvidence(RowReader in) {
            return new Evidence(
                    in.text(),
                    in.list(from -> new Figure(from.text(), from.decimal())),
                    readTarget(in));
        }

        private static @Nullable Target readTarget(RowReader in) {
            String kind = in.text();
            return switch (kind) {
                case "" -> null;
                case "job" -> new Target.OfJob(in.integer());
                case "stage" -> new Target.OfStage(new StageId(in.integer(), in.integer()));
                case "task" ->
                        new Target.OfTask(new StageId(in.integer(), in.integer()), in.number());
                case "executor" -> new Target.OfExecutor(in.text());
                case "sql" -> new Target.OfSql(in.number());
                case "config" -> new Target.OfConfig(in.text());
                default -> throw new RowFormatException("no target " + kind);
            };
        }
    }
}
