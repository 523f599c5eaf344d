package io.spindrift.history.search;

import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import io.spindrift.history.Issue;
import io.spindrift.history.LineIntake;
import io.spindrift.history.LogLines;
import io.spindrift.history.LogLines.LogPlace;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult;
import io.spindrift.history.SearchSuggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// The index of all runs, in one folder, with Lucene. Safe for many threads; one process at a time.
///
/// It is derived: where it is missing, of another layout or damaged, it is made anew, empty, and
/// [#madeAnew] says so, for the caller to put all runs again. Puts are found by the next search,
/// and are durable after [#commit].
public final class LuceneIndex implements SearchIndex, LineIntake, AutoCloseable {
    /// Rises with every change of the documents.
    private static final String LAYOUT = "3";

    private static final double MIB = 1 << 20;

    /// Written by an orderly end. Only without it is every byte checked at the next start.
    private static final String CLEAN = "closed-cleanly";

    /// Stands while an index made anew lacks runs, so that a filling that was cut off begins again.
    private static final String INCOMPLETE = "incomplete";

    private final Path path;
    private final Directory folder;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final boolean madeAnew;
    private final SearchSettings settings;
    private final Redaction redaction;

    private final RunTables tables = new RunTables();

    private LuceneIndex(
            Path path,
            SearchSettings settings,
            Directory folder,
            IndexWriter writer,
            boolean madeAnew)
            throws IOException {
        this.path = path;
        this.settings = settings;
        this.redaction = Redaction.of(settings);
        this.folder = folder;
        this.writer = writer;
        this.madeAnew = madeAnew;
        this.searchers = new SearcherManager(writer, null);
    }

    public static LuceneIndex open(Path path) {
        return open(path, SearchSettings.STANDARD);
    }

    public static LuceneIndex open(Path path, SearchSettings settings) {
        try {
            Files.createDirectories(path);
            boolean usable = isUsable(path);
            if (!usable) {
                clear(path);
                Files.write(path.resolve(INCOMPLETE), new byte[0]);
            }
            Directory folder = FSDirectory.open(path);
            IndexWriterConfig config =
                    new IndexWriterConfig(Words.analyzer())
                            .setCodec(new Lucene104Codec(Lucene104Codec.Mode.BEST_COMPRESSION))
                            .setRAMBufferSizeMB(settings.bounds().bufferBytes() / MIB)
                            .setMergePolicy(merges(settings.bounds()))
                            .setCommitOnClose(true);
            IndexWriter writer = new IndexWriter(folder, config);
            writer.setLiveCommitData(Map.of("layout", LAYOUT).entrySet());
            if (!usable) {
                writer.commit();
            }
            Files.deleteIfExists(path.resolve(CLEAN));
            return new LuceneIndex(path, settings, folder, writer, !usable);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the search index in " + path, e);
        }
    }

    private static MergePolicy merges(SearchBounds bounds) {
        return new TieredMergePolicy().setMaxMergedSegmentMB(bounds.segmentBytesMax() / MIB);
    }

    /// Whether it was empty when opened: all runs are to be put again.
    public boolean madeAnew() {
        return madeAnew;
    }

    /// Puts all runs, after it was made anew.
    public void fill(History history) {
        for (AppRun run : history.runs(RunQuery.newest(Integer.MAX_VALUE)).items()) {
            history.facts(run.id()).ifPresent(facts -> put(facts, history.issues(run.id())));
        }
        commit();
        filled();
    }

    /// Notes that it has all runs. Until then every start makes it anew.
    void filled() {
        try {
            Files.deleteIfExists(path.resolve(INCOMPLETE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note that the search index is complete", e);
        }
    }

    @Override
    public void put(RunFacts facts, List<Issue> issues) {
        RunId run = facts.app().id();
        try {
            writer.updateDocuments(
                    run(run),
                    RunDocuments.of(facts, issues, settings.labels().apply(run), redaction));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot index the run " + run, e);
        }
    }

    @Override
    public void remove(RunId run) {
        try {
            writer.deleteDocuments(
                    run(run), of(LineDocuments.OF, run), of(LineDocuments.OVER, run));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the run " + run + " from the index", e);
        }
    }

    @Override
    public void put(LogLines lines) {
        try {
            String stream =
                    LineDocuments.stream(
                            RunDocuments.number(lines.run()), lines.container(), lines.stream());
            writer.updateDocument(
                    new Term(LineDocuments.PIECE, LineDocuments.piece(stream, lines.from())),
                    LineDocuments.of(lines, redaction, settings.bounds().lineLengthMax()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot index a log of " + lines.run(), e);
        }
    }

    @Override
    public LogPlace next(RunId run, String container, String stream) {
        String name = LineDocuments.stream(RunDocuments.number(run), container, stream);
        return asked(searcher -> LogPlaces.next(searcher, name));
    }

    @Override
    public boolean isOver(RunId run) {
        return asked(searcher -> searcher.count(new TermQuery(of(LineDocuments.OVER, run))) > 0);
    }

    @Override
    public void over(RunId run) {
        Document mark = new Document();
        Term over = of(LineDocuments.OVER, run);
        mark.add(new StringField(over.field(), over.bytes(), Store.NO));
        try {
            writer.updateDocument(over, mark);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note that logs of " + run + " are read", e);
        }
    }

    @Override
    public void commit() {
        try {
            writer.setLiveCommitData(Map.of("layout", LAYOUT).entrySet());
            writer.commit();
            searchers.maybeRefreshBlocking();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot commit the search index", e);
        }
    }

    @Override
    public SearchResult search(SearchQuery query) {
        QueryPlan plan = QueryPlan.of(QueryReader.read(query.text()));
        return asked(searcher ->
                new Searching(searcher, tables.of(searcher.getIndexReader()), query, plan)
                        .result());
    }

    @Override
    public List<SearchSuggestion> complete(String text) {
        return asked(searcher ->
                new Completion(searcher, tables.of(searcher.getIndexReader())).of(text));
    }

    private interface Question<T> {
        T ask(IndexSearcher searcher) throws IOException;
    }

    /// Has what was put so far found by all searches from now on. To be called on a beat, where the
    /// settings do not have each search look for itself.
    public void refresh() {
        try {
            searchers.maybeRefreshBlocking();
            IndexSearcher searcher = searchers.acquire();
            try {
                tables.of(searcher.getIndexReader());
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot refresh the search index", e);
        }
    }

    private <T> T asked(Question<T> question) {
        try {
            if (settings.eager()) {
                searchers.maybeRefreshBlocking();
            }
            IndexSearcher searcher = searchers.acquire();
            try {
                return question.ask(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot search", e);
        }
    }

    @Override
    public void close() {
        try (folder;
                writer;
                searchers) {
            writer.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the search index", e);
        }
        try {
            Files.write(path.resolve(CLEAN), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note that the search index was closed", e);
        }
    }

    private static Term run(RunId run) {
        return of(RunDocuments.RUN, run);
    }

    private static Term of(String field, RunId run) {
        return new Term(field, RunDocuments.key(RunDocuments.number(run)));
    }

    /// Opened and of this layout. Damage that shows later is a failure of the call; deleting the
    /// folder mends it.
    private static boolean isUsable(Path path) throws IOException {
        if (Files.exists(path.resolve(INCOMPLETE))) {
            return false;
        }
        try (Directory folder = FSDirectory.open(path);
                DirectoryReader reader = DirectoryReader.open(folder)) {
            if (!Files.exists(path.resolve(CLEAN))) {
                for (LeafReaderContext leaf : reader.leaves()) {
                    leaf.reader().checkIntegrity();
                }
            }
            return LAYOUT.equals(reader.getIndexCommit().getUserData().get("layout"));
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | java.io.EOFException
                | java.nio.file.NoSuchFileException
                | java.io.FileNotFoundException e) {
            return false;
        } catch (IllegalArgumentException e) {
            // A codec that this version does not know.
            return false;
        }
    }

    private static void clear(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
