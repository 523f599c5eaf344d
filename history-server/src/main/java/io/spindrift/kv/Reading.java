package io.spindrift.kv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What can be read: of the database as it is now, or of a [Snapshot]. Safe for many threads.
public sealed interface Reading permits Database, Snapshot {
    <K, V> Optional<V> get(Table<K, V> table, K key);

    /// Walks rows one by one, of the moment at which it was opened; to be closed.
    <K, V> Cursor<K, V> scan(Table<K, V> table, Range range);

    /// The first rows of a range, at most `limit`.
    default <K, V> List<Entry<K, V>> list(Table<K, V> table, Range range, int limit) {
        List<Entry<K, V>> found = new ArrayList<>();
        try (Cursor<K, V> cursor = scan(table, range)) {
            while (found.size() < limit && cursor.hasNext()) {
                found.add(cursor.next());
            }
        }
        return found;
    }
}
