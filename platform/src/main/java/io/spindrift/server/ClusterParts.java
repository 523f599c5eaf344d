package io.spindrift.server;

import io.spindrift.access.RunTokens;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.DriverFiguresStore;
import io.spindrift.blob.BlobStore;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.history.Intake;
import io.spindrift.history.search.LuceneIndex;
import io.spindrift.history.store.HistoryStore;
import io.spindrift.submit.Submissions;
import io.spindrift.track.StayLedger;
import java.time.InstantSource;

/// What all clusters share.
///
/// @param tokens with which drivers tell of themselves
/// @param searchLogBytes how much of an attempt's logs search finds
/// @param afterBeat called after each beat of a cluster
record ClusterParts(
        ClusterStore clusters,
        ApplicationStore apps,
        DriverFiguresStore driverFigures,
        BlobStore blobs,
        RunTokens tokens,
        Submissions submissions,
        StayLedger stays,
        HistoryStore history,
        Intake intake,
        Ledgers ledgers,
        LuceneIndex index,
        long searchLogBytes,
        Runnable afterBeat,
        InstantSource clock) {}
