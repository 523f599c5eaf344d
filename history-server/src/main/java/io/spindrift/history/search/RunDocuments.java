package io.spindrift.history.search;

import io.spindrift.history.AppRun;
import io.spindrift.history.EnvironmentRun.Property;
import io.spindrift.history.Failure;
import io.spindrift.history.Issue;
import io.spindrift.history.JobRun;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunLabels;
import io.spindrift.history.RunTotals;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SqlRun;
import io.spindrift.history.StageRun;
import io.spindrift.history.TaskMetric;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
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
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/// A run as documents: itself, its Spark jobs, stages, queries, failures and properties. Texts are
/// redacted and cut. The run's own document carries its facts, to filter and count by; all carry
/// its number, by which they are joined to it.
final class RunDocuments {
    static final String RUN = "run";
    static final String NUMBER = "number";
    static final String KIND = "kind";
    static final String APPLICATION = "application";
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
    private static final int CALL_SITE_MAX = 2_000;
    private static final int FACT_MAX = 1_000;

    private final AppRun app;
    private final Redaction redaction;
    private final List<Document> documents = new ArrayList<>();

    private RunDocuments(AppRun app, Redaction redaction) {
        this.app = app;
        this.redaction = redaction;
    }

    static List<Document> of(
            RunFacts facts, List<Issue> issues, RunLabels labels, Redaction redaction) {
        List<Property> properties = facts.environment().sparkProperties();
        RunDocuments all = new RunDocuments(facts.app(), redaction.of(properties));
        all.application(facts, issues, labels);
        facts.jobs().stream().limit(OF_A_KIND_MAX).forEach(all::job);
        facts.stages().stream().limit(OF_A_KIND_MAX).forEach(all::stage);
        facts.sqls().stream().limit(OF_A_KIND_MAX).forEach(all::sql);
        facts.failures().stream().limit(OF_A_KIND_MAX).forEach(all::failure);
        all.properties(properties.stream().limit(OF_A_KIND_MAX).toList());
        return all.documents;
    }

    /// By which all documents of a run are found. Two runs of ten million share one with a chance
    /// of one in four hundred thousand.
    static long number(RunId run) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (run.appId() + "/" + run.attempt())
                                            .getBytes(StandardCharsets.UTF_8));
            return NumericUtils.sortableBytesToLong(hash, 0);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static BytesRef key(long number) {
        byte[] bytes = new byte[Long.BYTES];
        NumericUtils.longToSortableBytes(number, bytes, 0);
        return new BytesRef(bytes);
    }

    private void application(RunFacts facts, List<Issue> issues, RunLabels labels) {
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
        if (app.endReason() != null) {
            words.add(app.endReason());
        }
        issues.forEach(issue -> words.add(issue.title()));
        words.forEach(word -> body.append(word).append('\n'));
        Document document =
                add(Kind.APPLICATION, null, app.name(), body.toString(), app.startedAt());
        fact(document, "state", facts.word(issues));
        fact(document, "user", app.user());
        fact(document, "version", app.sparkVersion());
        fact(document, "job", app.jobId() == null ? app.name() : app.jobId());
        fact(document, "cluster", labels.cluster());
        fact(document, "type", labels.type() == null ? type(facts) : labels.type());
        document.add(new StringField("app", app.id().appId().toLowerCase(Locale.ROOT), Store.NO));
        document.add(new StringField("app", app.sparkAppId().toLowerCase(Locale.ROOT), Store.NO));
        numbers(document, labels);
    }

    /// As far as an event log tells.
    private static @Nullable String type(RunFacts facts) {
        String command =
                facts.environment().systemProperties().stream()
                        .filter(property -> property.key().equals("sun.java.command"))
                        .map(Property::value)
                        .findFirst()
                        .orElse("");
        if (command.matches("(?s).*\\.py(?:\\s.*|$)|(?s).*pyspark-shell.*")) {
            return "Python";
        }
        return command.matches("(?s).*\\.[rR](?:\\s.*|$)|(?s).*sparkr-shell.*") ? "R" : null;
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

    private void stage(StageRun stage) {
        String title = stage.description() == null ? stage.name() : stage.description();
        String body =
                (stage.failureReason() == null ? "" : stage.failureReason() + "\n")
                        + stage.name()
                        + "\n"
                        + cut(stage.details(), CALL_SITE_MAX);
        Instant at = stage.submittedAt() == null ? app.startedAt() : stage.submittedAt();
        add(Kind.STAGE, stage.id().toString(), title, body, at);
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

    private void properties(List<Property> properties) {
        for (int from = 0; from < properties.size(); from += LineTokens.LINES_MAX) {
            int to = Math.min(properties.size(), from + LineTokens.LINES_MAX);
            Document document = begin(Kind.CONFIGURATION, app.startedAt());
            wordless(document);
            LineDocuments.properties(document, properties.subList(from, to), redaction);
            documents.add(document);
        }
    }

    private Document add(Kind kind, @Nullable String key, String title, String body, Instant at) {
        Document document = begin(kind, at);
        if (key != null) {
            document.add(new StoredField(KEY, key));
        }
        document.add(new TextField(TITLE, redaction.text(cut(title, TITLE_MAX)), Store.YES));
        document.add(new TextField(BODY, redaction.text(cut(body, BODY_MAX)), Store.YES));
        documents.add(document);
        return document;
    }

    private Document begin(Kind kind, Instant at) {
        long number = number(app.id());
        Document document = begin(app.id(), kind, number, at);
        document.add(new StringField(RUN, key(number), Store.NO));
        if (app.jobId() != null) {
            document.add(new StoredField(JOB_ID, app.jobId()));
        }
        return document;
    }

    /// For documents of other fields. Where every document of a segment has its norms, they are
    /// read by number; where some have none, Lucene searches for each one anew, with every word of
    /// every document while it writes: a tenth of all work on a log of many stages.
    static void wordless(Document document) {
        document.add(new TextField(TITLE, "", Store.NO));
        document.add(new TextField(BODY, "", Store.NO));
    }

    /// What every document has.
    static Document begin(RunId run, Kind kind, long number, Instant at) {
        Document document = new Document();
        document.add(new NumericDocValuesField(NUMBER, number));
        document.add(new StoredField(APP_ID, run.appId()));
        document.add(new StoredField(ATTEMPT, run.attempt()));
        document.add(new NumericDocValuesField(AT, at.toEpochMilli()));
        document.add(new StringField(KIND, kind.name().toLowerCase(Locale.ROOT), Store.NO));
        document.add(new SortedDocValuesField(KIND, new BytesRef(kind.name())));
        return document;
    }

    /// What the run can be asked for by ranges; efficiency and cost only once they are known.
    private void numbers(Document document, RunLabels labels) {
        RunTotals totals = app.totals();
        number(document, Field.STARTED, app.startedAt().toEpochMilli());
        number(document, Field.DURATION, app.duration().toMillis());
        number(document, Field.TASKS, totals.tasks().total());
        number(document, Field.INPUT, totals.metrics().readBytes());
        number(document, Field.OUTPUT, totals.metrics().of(TaskMetric.OUTPUT_BYTES));
        number(document, Field.SHUFFLE, totals.metrics().shuffleReadBytes());
        number(document, Field.SPILL, totals.metrics().of(TaskMetric.DISK_SPILLED_BYTES));
        app.efficiency()
                .ifPresent(share -> number(document, Field.EFFICIENCY, Math.round(share * 10_000)));
        if (labels.costMillionths() != null) {
            number(document, Field.COST, labels.costMillionths());
        }
    }

    private static void number(Document document, Field field, long value) {
        document.add(new LongPoint(field.word(), value));
    }

    /// Looked for in lower case, counted as written.
    private static void fact(Document document, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            String text = cut(value, FACT_MAX);
            document.add(new StringField(name, text.toLowerCase(Locale.ROOT), Store.NO));
            document.add(new SortedDocValuesField(name, new BytesRef(text)));
        }
    }

    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
