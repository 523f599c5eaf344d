package io.spindrift.cloud;

import java.io.InputStream;
import java.util.Optional;

/// Named bytes in one place: a folder, or a bucket and what all names in it begin with. Keys are
/// relative to that place and as [ObjectKey] has them (else [IllegalArgumentException]).
///
/// What callers may rely on:
/// - Safe for many threads.
/// - What was put or deleted is seen so by every call that begins after.
/// - Pages of one listing may all be of the time of its first page.
/// - A put is all or nothing: nobody sees half an object, and a broken put leaves what was there.
/// - Others may write, too (Spark does): objects may come, grow, be renamed and go between two
///   calls, and what was listed may be missing when read.
/// - Where a store is a folder, nothing is both an object and a folder: `a/b` beside `a` is
///   refused.
/// - Names come in the order of their UTF-8 bytes, where a folder counts with its `/`.
/// - Every method may throw a [CloudException]: [RefusedException], or [UnavailableException] after
///   a bounded number of tries of its own within about a minute; [MissingException] only where it
///   says so. No other exception tells of the store.
public interface ObjectStore extends AutoCloseable {
    /// Names in one page, at most.
    int PAGE_MAX = 1000;

    /// Bytes in one object, at most: what S3 takes in one piece.
    long PUT_BYTES_MAX = 5_000_000_000L;

    /// The objects whose key begins with `prefix`, at any depth.
    ///
    /// @param after names behind this one only: empty, [ObjectPage#next], or any name
    /// @param limit at most so many, 1 to [#PAGE_MAX]; a page may have fewer and still not be the
    ///   last
    ObjectPage list(String prefix, String after, int limit);

    /// Likewise one level only: objects right in the folder, and the folders in it that are not
    /// empty (a folder that only ever held nothing may or may not be listed).
    ///
    /// @param folder empty for the root, or ending with `/`; need not exist
    ObjectPage children(String folder, String after, int limit);

    /// What is known of an object; empty when it is not there.
    Optional<StoredObject> stat(String key);

    /// The bytes from `offset` on, as many as there are and at most `lengthMax`; none at or behind
    /// the end. A later failure of the connection is an [java.io.IOException] of the stream: try
    /// again from where it broke. To be closed; costs little when closed before its end only if
    /// little was asked for.
    ///
    /// @throws MissingException when there is no such object
    InputStream read(String key, long offset, long lengthMax);

    /// Stores an object, in place of what was there. A body that cannot be opened or has another
    /// size is [java.io.UncheckedIOException].
    void put(String key, ObjectBody body);

    /// Stores an object unless there is one; of several at once exactly one succeeds.
    ///
    /// @return whether this call stored it
    boolean putIfAbsent(String key, ObjectBody body);

    /// Deletes an object; nothing happens when it is not there.
    void delete(String key);

    /// Ends connections; streams that are open may break.
    @Override
    void close();
}
