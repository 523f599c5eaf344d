package io.spindrift.history.server;

import java.util.List;

/// What both servers are asked: every endpoint of Spark's REST API, with right parameters and
/// wrong.
final class ParityQuestions {
    static final List<String> OF_ALL =
            List.of(
                    "/version",
                    "/applications",
                    "/applications?status=running",
                    "/applications?status=completed&status=running",
                    "/applications?status=bogus",
                    "/applications?limit=0",
                    "/applications?limit=2",
                    "/applications?limit=x",
                    "/applications?minDate=2015-02-10",
                    "/applications?maxDate=2015-02-10",
                    "/applications?minDate=2026-11-21T09:20:00.000GMT",
                    "/applications?maxEndDate=2026-11-21T09:24:50.000GMT",
                    "/applications?minEndDate=2026-11-21T09:24:50.000GMT",
                    "/applications?minDate=2026-11-21T09:20",
                    "/applications?minDate=x",
                    "/applications/nope",
                    "/applications/nope/1",
                    "/applications/nope/jobs",
                    "/applications/nope/logs");

    static final List<String> OF_ONE =
            List.of(
                    "",
                    "/1",
                    "/2",
                    "/jobs",
                    "/jobs?status=failed",
                    "/jobs?status=running&status=succeeded",
                    "/jobs?status=bogus",
                    "/jobs/x",
                    "/jobs/999",
                    "/stages",
                    "/stages?status=failed",
                    "/stages?status=complete&status=skipped",
                    "/stages?status=bogus",
                    "/stages?details=true&taskStatus=failed",
                    "/stages?details=true&taskStatus=success&withSummaries=true",
                    "/stages?withSummaries=true&quantiles=x",
                    "/stages/999",
                    "/stages/x",
                    "/stages/0/7",
                    "/stages/999/0",
                    "/stages/0/0/taskSummary?quantiles=0.1,0.9",
                    "/stages/0/0/taskSummary?quantiles=x",
                    "/stages/0/0/taskSummary?quantiles=2",
                    "/stages/999/0/taskSummary",
                    "/stages/0/0/taskList?sortBy=-runtime&offset=1&length=2",
                    "/stages/0/0/taskList?sortBy=bogus",
                    "/stages/0/0/taskList?status=failed",
                    "/stages/0/0/taskList?length=0",
                    "/stages/0/0/taskList?length=-1",
                    "/stages/999/0/taskList",
                    "/stages/0/0/taskTable?numTasks=3&start=0&length=2&columnName"
                            + "ToSort=Index&order%5B0%5D%5Bdir%5D=asc",
                    "/stages/0/0/taskTable?numTasks=3&start=1&length=2&columnName"
                            + "ToSort=Launch%20Time&order%5B0%5D%5Bdir%5D=desc",
                    "/stages/0/0/taskTable?numTasks=3&start=0&length=3&columnName"
                            + "ToSort=GC%20Time&order%5B0%5D%5Bdir%5D=desc",
                    "/stages/0/0/taskTable?numTasks=3&start=0&length=3&columnName"
                            + "ToSort=Spill%20%28Memory%29&order%5B0%5D%5Bdir%5D=asc",
                    "/stages/0/0/taskTable?numTasks=3&start=0&length=3&columnName"
                            + "ToSort=Executor%20ID&order%5B0%5D%5Bdir%5D=asc&search%5Bvalue%5D=nothing-like-it",
                    "/executors",
                    "/allexecutors",
                    "/executors/driver/threads",
                    "/threads",
                    "/threads?taskId=0",
                    "/allmiscellaneousprocess",
                    "/environment",
                    "/sql",
                    "/sql?offset=1&length=2",
                    "/sql?details=false&planDescription=false",
                    "/sql?length=-1",
                    "/sql/999",
                    "/sql/x",
                    "/storage/rdd",
                    "/storage/rdd/999",
                    "/storage/rdd/x",
                    "/streaming/statistics",
                    "/streaming/receivers",
                    "/streaming/receivers/0",
                    "/streaming/batches?status=COMPLETED",
                    "/streaming/batches/0",
                    "/streaming/batches/0/operations",
                    "/streaming/batches/0/operations/0");

    private ParityQuestions() {}

    static List<String> ofStage(int id, int attempt) {
        String stage = "/stages/" + id;
        String one = stage + "/" + attempt;
        return List.of(
                stage,
                one + "?withSummaries=true",
                one + "?withSummaries=true&details=false&quantiles=0.2,0.7",
                one + "?taskStatus=failed",
                one + "/taskSummary",
                one + "/taskList",
                one + "/taskList?sortBy=runtime&length=100",
                one + "/taskList?sortBy=-runtime&length=100");
    }

    static List<String> ofSql(long id) {
        return List.of("/sql/" + id, "/sql/" + id + "?details=false&planDescription=false");
    }
}
