package io.spindrift.history.search;

import io.spindrift.history.AppRun;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.Failure;
import io.spindrift.history.Issue;
import io.spindrift.history.IssueCounts;
import io.spindrift.history.JobRun;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunState;
import io.spindrift.history.RunTotals;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SqlRun;
import io.spindrift.history.TaskMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A run as documents: itself, its Spark jobs, queries, failures and properties. Texts are redacted
/// and cut; each document carries the run's facts, to filter and count by.
final class RunDocuments {
    static final String RUN = "run";
    static final String KIND = "kind";
    static final String KEY = "key";
    static final String TITLE = "title";
    static final String BODY = "body";
    static final String AT = "at";
    static final String JOB_ID = "jobId";
    static final String APP_ID = "appId";
    static final String ATTEMPT = "attempt";

    private static final int OF_A_KIND_MAX = 2_000;
    private static final int TITLE_MAX = 4_000;
    private static final int BODY_MAX = 16_000;

    private final AppRun app;
    private final String state;
    private final List<Document> documents = new ArrayList<>();

    private RunDocuments(AppRun app, String state) {
        this.app = app;
        this.state = state;
    }

    static List<Document> of(RunFacts facts, List<Issue> issues) {
        RunDocuments all = new RunDocuments(facts.app(), state(facts, issues));
        all.application(issues);
        facts.jobs().stream().limit(OF_A_KIND_MAX).forEach(all::job);
        facts.sqls().stream().limit(OF_A_KIND_MAX).forEach(all::sql);
        facts.failures().stream().limit(OF_A_KIND_MAX).forEach(all::failure);
        facts.environment().sparkProperties().stream().limit(OF_A_KIND_MAX).forEach(all::property);
        return all.documents;
    }

    static String key(RunId run) {
        return run.appId() + "/" + run.attempt();
    }

    /// What who ran it says, else as far as an event log tells: a run that was killed and one that
    /// crashed look alike.
    private static String state(RunFacts facts, List<Issue> issues) {
        AppRun app = facts.app();
        if (app.outcome() != null) {
            return app.outcome();
        }
        Integer code = app.exitCode();
        boolean crashed =
                facts.failures().stream()
                        .anyMatch(failure -> failure.source() == Failure.Source.APPLICATION);
        if (app.state() == RunState.RUNNING) {
            return "RUNNING";
        }
        if (app.state() == RunState.INCOMPLETE) {
            return "INCOMPLETE";
        }
        if (app.state() == RunState.CUT_OFF || crashed || (code != null && code != 0)) {
            return "FAILED";
        }
        if (IssueCounts.of(issues).errors() == 0) {
            return "COMPLETED";
        }
        return endsInFailure(facts.jobs()) ? "FAILED" : "COMPLETED_WITH_WARNINGS";
    }

    /// A program that goes on after a failed job mostly runs others.
    private static boolean endsInFailure(List<JobRun> jobs) {
        return jobs.stream()
                .max(Comparator.comparingInt(JobRun::id))
                .filter(last -> last.status() != JobRun.JobStatus.SUCCEEDED)
                .isPresent();
    }

    private void application(List<Issue> issues) {
        StringBuilder body = new StringBuilder();
        Set<String> words =
                new LinkedHashSet<>(
                        List.of(
                                app.id().appId(),
                                app.sparkAppId(),
                                app.user(),
                                "Spark " + app.sparkVersion()));
        if (app.jobId() != null) {
            words.add(app.jobId());
        }
        issues.forEach(issue -> words.add(issue.title()));
        words.forEach(word -> body.append(word).append('\n'));
        add(Kind.APPLICATION, null, app.name(), body.toString(), app.startedAt());
    }

    private void job(JobRun job) {
        String title = job.description() == null ? job.name() : job.description();
        String body =
                job.name()
                        + "\n"
                        + (job.group() == null ? "" : job.group())
                        + "\n"
                        + (job.failure() == null ? "" : job.failure());
        add(Kind.JOB, String.valueOf(job.id()), title, body, job.submittedAt());
    }

    private void sql(SqlRun sql) {
        String body = (sql.error() == null ? "" : sql.error() + "\n") + sql.planText();
        add(Kind.SQL, String.valueOf(sql.id()), sql.description(), body, sql.submittedAt());
    }

    private void failure(Failure failure) {
        StringBuilder body = new StringBuilder();
        failure.chain()
                .forEach(cause ->
                        body.append(cause.className())
                                .append(": ")
                                .append(cause.message())
                                .append('\n'));
        String key = failure.stage() == null ? null : failure.stage().toString();
        add(
                Kind.ERROR,
                key,
                failure.root().className() + ": " + failure.root().message(),
                body.append(failure.stackTrace()).toString(),
                failure.lastAt());
    }

    private void property(Property property) {
        add(
                Kind.CONFIGURATION,
                property.key(),
                property.key(),
                Redaction.value(property.key(), property.value()),
                app.startedAt());
    }

    private void add(Kind kind, @Nullable String key, String title, String body, Instant at) {
        Document document = new Document();
        document.add(new StringField(RUN, key(app.id()), Store.NO));
        document.add(new SortedDocValuesField(RUN, new BytesRef(key(app.id()))));
        document.add(new StoredField(APP_ID, app.id().appId()));
        document.add(new StoredField(ATTEMPT, app.id().attempt()));
        document.add(new StoredField(AT, at.toEpochMilli()));
        document.add(new NumericDocValuesField(AT, at.toEpochMilli()));
        numbers(document);
        fact(document, KIND, kind.name());
        fact(document, "state", state);
        fact(document, "user", app.user());
        fact(document, "version", app.sparkVersion());
        document.add(new StringField("app", app.id().appId().toLowerCase(Locale.ROOT), Store.NO));
        document.add(new StringField("app", app.sparkAppId().toLowerCase(Locale.ROOT), Store.NO));
        if (app.jobId() != null) {
            fact(document, "job", app.jobId());
            document.add(new StoredField(JOB_ID, app.jobId()));
        }
        document.add(new StoredField(KIND, kind.name()));
        if (key != null) {
            document.add(new StoredField(KEY, key));
        }
        document.add(new TextField(TITLE, Redaction.text(cut(title, TITLE_MAX)), Store.YES));
        document.add(new TextField(BODY, Redaction.text(cut(body, BODY_MAX)), Store.YES));
        documents.add(document);
    }

    /// What the run can be asked for by ranges; the efficiency only once it is known.
    private void numbers(Document document) {
        RunTotals totals = app.totals();
        number(document, Field.STARTED, app.startedAt().toEpochMilli());
        number(document, Field.DURATION, app.duration().toMillis());
        number(document, Field.TASKS, totals.tasks().total());
        number(document, Field.READ, totals.metrics().readBytes());
        number(document, Field.WRITTEN, totals.metrics().of(TaskMetric.OUTPUT_BYTES));
        number(document, Field.SHUFFLE, totals.metrics().shuffleReadBytes());
        number(document, Field.SPILL, totals.metrics().of(TaskMetric.DISK_SPILLED_BYTES));
        app.efficiency()
                .ifPresent(share -> number(document, Field.EFFICIENCY, Math.round(share * 10_000)));
    }

    private static void number(Document document, Field field, long value) {
        document.add(new LongPoint(field.word(), value));
    }

    /// Looked for in lower case, counted as written.
    private static void fact(Document document, String name, String value) {
        document.add(new StringField(name, value.toLowerCase(Locale.ROOT), Store.NO));
        document.add(new SortedDocValuesField(name, new BytesRef(cut(value, 1_000))));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
