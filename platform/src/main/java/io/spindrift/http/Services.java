package io.spindrift.http;

import io.spindrift.access.Access;
import io.spindrift.access.LoginGuard;
import io.spindrift.access.RunTokens;
import io.spindrift.app.ApplicationStore;
import io.spindrift.app.ConfigTemplateStore;
import io.spindrift.app.DriverFiguresStore;
import io.spindrift.app.JobStore;
import io.spindrift.blob.BlobStore;
import io.spindrift.cluster.ClusterStore;
import io.spindrift.cost.CostLedger;
import io.spindrift.cost.Prices;
import io.spindrift.history.History;
import io.spindrift.history.PushIntake;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.schedule.ScheduleStore;
import io.spindrift.submit.Submissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// All that the API shows and asks for, put together by `server`.
///
/// @param tokens with which drivers tell of themselves
/// @param runtimes by cluster id, a view: clusters come and go
/// @param sparkRuntimes the Spark versions there are, asked anew each time
/// @param diskFull tells whether a failure means that there is no room on the disk
public record Services(
        InstantSource clock,
        RandomGenerator random,
        Access access,
        RunTokens tokens,
        LoginGuard guard,
        Feed feed,
        BlobStore blobs,
        ApplicationStore apps,
        JobStore jobs,
        ConfigTemplateStore templates,
        ClusterStore clusters,
        Submissions submissions,
        ScheduleStore schedules,
        Map<String, ClusterRuntime> runtimes,
        ClusterDesk desk,
        ClusterRecords records,
        DriverFiguresStore driverFigures,
        Supplier<List<SparkRuntime>> sparkRuntimes,
        History history,
        PushIntake pushes,
        CostLedger ledger,
        CostSource costs,
        Prices prices,
        Health health,
        About about,
        OwnMetrics metrics,
        Predicate<Throwable> diskFull) {}
