package io.spindrift.http;

import io.spindrift.access.Access;
import io.spindrift.access.LoginGuard;
import io.spindrift.blob.BlobStore;
import java.time.InstantSource;
import java.util.function.Predicate;

/// All that the API shows and asks for, put together by `server`.
///
/// @param diskFull tells whether a failure means that there is no room on the disk
public record Services(
        InstantSource clock,
        Access access,
        LoginGuard guard,
        Feed feed,
        BlobStore blobs,
        Health health,
        About about,
        OwnMetrics metrics,
        Predicate<Throwable> diskFull) {}
