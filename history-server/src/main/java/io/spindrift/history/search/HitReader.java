package io.spindrift.history.search;

import io.spindrift.history.RunId;
import io.spindrift.history.SearchQuery.Kind;
import io.spindrift.history.SearchResult.Fragment;
import io.spindrift.history.SearchResult.Hit;
import io.spindrift.history.SearchResult.LogSpot;
import io.spindrift.history.SearchResult.Piece;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;

/// Makes hits of documents: their stored texts with the words that were looked for.
final class HitReader {
    private static final int FRAGMENTS_MAX = 2;
    private static final int LINE_MAX = 500;

    private final StoredFields stored;
    private final Marks marks;

    HitReader(IndexSearcher searcher, Marks marks) throws IOException {
        this.stored = searcher.storedFields();
        this.marks = marks;
    }

    List<Hit> read(Kind kind, List<Found.Document> best, int offset, int limit) throws IOException {
        List<Hit> hits = new ArrayList<>();
        int at = 0;
        for (Found.Document found : best) {
            int here =
                    kind == Kind.LOG || kind == Kind.CONFIGURATION
                            ? Long.bitCount(found.lines())
                            : 1;
            if (at + here > offset && at < offset + limit) {
                List<Hit> all = hits(kind, found);
                hits.addAll(
                        all.subList(Math.max(0, offset - at), Math.min(here, offset + limit - at)));
            }
            at += here;
        }
        return hits;
    }

    private List<Hit> hits(Kind kind, Found.Document found) throws IOException {
        Document document = stored.document(found.id());
        return switch (kind) {
            case LOG, CONFIGURATION -> {
                LineDocuments.Lines lines = LineDocuments.lines(document);
                List<Hit> hits = new ArrayList<>();
                for (long left = found.lines(); left != 0; left &= left - 1) {
                    int line = Long.numberOfTrailingZeros(left);
                    hits.add(
                            kind == Kind.LOG
                                    ? logLine(document, lines, line, found)
                                    : property(document, lines, line, found));
                }
                yield hits;
            }
            case APPLICATION, JOB, STAGE, SQL, ERROR -> List.of(whole(kind, document, found));
        };
    }

    private Hit whole(Kind kind, Document document, Found.Document found) {
        String title = document.get(RunDocuments.TITLE);
        List<Fragment> fragments = new ArrayList<>();
        Excerpt.of("title", title, marks).ifPresent(fragments::add);
        Excerpt.of("body", document.get(RunDocuments.BODY), marks).ifPresent(fragments::add);
        return new Hit(
                kind,
                run(document),
                document.get(RunDocuments.JOB_ID),
                document.get(RunDocuments.KEY),
                null,
                title,
                Instant.ofEpochMilli(found.at()),
                fragments.subList(0, Math.min(FRAGMENTS_MAX, fragments.size())));
    }

    private Hit logLine(
            Document document, LineDocuments.Lines lines, int line, Found.Document found) {
        String text = lines.texts().get(line);
        String title = text.length() <= LINE_MAX ? text : text.substring(0, LINE_MAX);
        Optional<Fragment> fragment = Excerpt.of("line", text, marks);
        return new Hit(
                Kind.LOG,
                run(document),
                null,
                document.get(LineDocuments.CONTAINER),
                new LogSpot(
                        document.get(LineDocuments.STREAM),
                        lines.firstLine() + line,
                        lines.offset(line)),
                title,
                Instant.ofEpochMilli(found.at()),
                fragment.stream().toList());
    }

    private Hit property(
            Document document, LineDocuments.Lines lines, int line, Found.Document found) {
        String text = lines.texts().get(line);
        int equals = text.indexOf('=');
        String key = text.substring(0, equals);
        String value = text.substring(equals + 1);
        List<Fragment> fragments = new ArrayList<>();
        Excerpt.of("title", key, marks).ifPresent(fragments::add);
        fragments.add(
                Excerpt.of("body", value, marks)
                        .orElse(
                                new Fragment(
                                        "body",
                                        List.of(
                                                new Piece(
                                                        value.substring(
                                                                0,
                                                                Math.min(value.length(), LINE_MAX)),
                                                        false)))));
        return new Hit(
                Kind.CONFIGURATION,
                run(document),
                document.get(RunDocuments.JOB_ID),
                key,
                null,
                key,
                Instant.ofEpochMilli(found.at()),
                fragments);
    }

    private static RunId run(Document document) {
        return new RunId(
                document.get(RunDocuments.APP_ID),
                document.getField(RunDocuments.ATTEMPT).numericValue().intValue());
    }
}
