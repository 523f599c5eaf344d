package io.spindrift.history.search;

import io.spindrift.history.AppRun;
import io.spindrift.history.History;
import io.spindrift.history.Issue;
import io.spindrift.history.RunFacts;
import io.spindrift.history.RunId;
import io.spindrift.history.RunQuery;
import io.spindrift.history.SearchIndex;
import io.spindrift.history.SearchQuery;
import io.spindrift.history.SearchResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// The index of all runs, in one folder, with Lucene. Safe for many threads; one process at a time.
///
/// It is derived: where it is missing, of another layout or damaged, it is made anew, empty, and
/// [#madeAnew] says so, for the caller to put all runs again. Puts are found by the next search,
/// and are durable after [#commit].
public final class LuceneIndex implements SearchIndex, AutoCloseable {
    /// Rises with every change of the documents.
    private static final String LAYOUT = "2";

    private static final double BUFFER_MB = 16;

    /// Written by an orderly end. Only without it is every byte checked at the next start.
    private static final String CLEAN = "closed-cleanly";

    /// Stands while an index made anew lacks runs, so that a filling that was cut off begins again.
    private static final String INCOMPLETE = "incomplete";

    private final Path path;
    private final Directory folder;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final boolean madeAnew;

    private LuceneIndex(Path path, Directory folder, IndexWriter writer, boolean madeAnew)
            throws IOException {
        this.path = path;
        this.folder = folder;
        this.writer = writer;
        this.madeAnew = madeAnew;
        this.searchers = new SearcherManager(writer, null);
    }

    public static LuceneIndex open(Path path) {
        try {
            Files.createDirectories(path);
            boolean usable = isUsable(path);
            if (!usable) {
                clear(path);
                Files.write(path.resolve(INCOMPLETE), new byte[0]);
            }
            Directory folder = FSDirectory.open(path);
            IndexWriterConfig config =
                    new IndexWriterConfig(WordAnalyzer.forIndex())
                            .setRAMBufferSizeMB(BUFFER_MB)
                            .setCommitOnClose(true);
            IndexWriter writer = new IndexWriter(folder, config);
            writer.setLiveCommitData(Map.of("layout", LAYOUT).entrySet());
            if (!usable) {
                writer.commit();
            }
            Files.deleteIfExists(path.resolve(CLEAN));
            return new LuceneIndex(path, folder, writer, !usable);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the search index in " + path, e);
        }
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
        try {
            writer.updateDocuments(run(facts.app().id()), RunDocuments.of(facts, issues));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot index the run " + facts.app().id(), e);
        }
    }

    @Override
    public void remove(RunId run) {
        try {
            writer.deleteDocuments(run(run));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the run " + run + " from the index", e);
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
        Clause clause = QueryReader.read(query.text());
        try {
            searchers.maybeRefresh();
            IndexSearcher searcher = searchers.acquire();
            try {
                return new Searching(searcher, query, QueryPlan.of(clause)).result();
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
        return new Term(RunDocuments.RUN, RunDocuments.key(run));
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
