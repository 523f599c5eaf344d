package io.spindrift.history.store;

import static io.spindrift.history.store.FoldLogs.event;
import static io.spindrift.history.store.TestStore.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.history.AppRun;
import io.spindrift.history.EnvironmentRun;
import io.spindrift.history.ExecutorRun;
import io.spindrift.history.SqlRun;
import io.spindrift.history.StageId;
import io.spindrift.history.TaskMetric;
import io.spindrift.history.TaskQuery;
import io.spindrift.history.TaskRun;
import io.spindrift.history.eventlog.SparkEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs as Spark 2.4 to 3.4 wrote them: what each of these added is absent before, and what it
/// renamed has its old name.
final class OldSparkTest {
    private static final String EXECUTOR =
            "{'Event':'SparkListenerExecutorAdded','Timestamp':1000100,'Executor ID':'1','Executor Info':{'Host':'10.0.0.7','Total Cores':2,'Log Urls':{'stdout':'http://w/stdout'}}}";

    @TempDir Path folder;

    /// Without resource profiles, attributes, Hadoop properties, executor metrics, peak memory as a
    /// metric, partition ids and resource profile ids.
    private static List<SparkEvent> spark24() {
        return List.of(
                event("{'Event':'SparkListenerLogStart','Spark Version':'2.4.8'}"),
                event(
                        "{'Event':'SparkListenerBlockManagerAdded','Block Manager ID':{'Executor ID':'driver','Host':'d','Port':1},'Maximum Memory':384093388,'Timestamp':1000000,'Maximum Onheap Memory':384093388,'Maximum Offheap Memory':0}"),
                event(
                        "{'Event':'SparkListenerEnvironmentUpdate','JVM Information':{'Java Home':'/jre','Java Version':'1.8.0_292 (Oracle)','Scala Version':'version 2.11.12'},'Spark Properties':{'spark.master':'yarn'},'System Properties':{'user.name':'amy'},'Classpath Entries':{'/jars/a.jar':'System Classpath'}}"),
                event(
                        "{'Event':'SparkListenerApplicationStart','App Name':'old','App ID':'application_1_0001','Timestamp':1000000,'User':'amy','App Attempt ID':'1'}"),
                event(EXECUTOR),
                event(
                        "{'Event':'org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart','executionId':0,'description':'count','details':'at x','physicalPlanDescription':'== Parsed ==','sparkPlanInfo':{'nodeName':'WholeStageCodegen','simpleString':'WholeStageCodegen','children':[{'nodeName':'Range','simpleString':'Range (0, 9)','children':[],'metadata':{},'metrics':[{'name':'number of output rows','accumulatorId':4,'metricType':'sum'}]}],'metadata':{},'metrics':[{'name':'duration','accumulatorId':3,'metricType':'timing'}]},'time':1000200}"),
                event(
                        "{'Event':'org.apache.spark.sql.execution.ui.SparkListenerDriverAccumUpdates','executionId':0,'accumUpdates':[[9,5]]}"),
                event(
                        "{'Event':'SparkListenerJobStart','Job ID':0,'Submission Time':1000300,'Stage Infos':[{'Stage ID':0,'Stage Attempt ID':0,'Stage Name':'count at x','Number of Tasks':1,'RDD Info':[],'Parent IDs':[],'Details':'','Accumulables':[]}],'Stage IDs':[0],'Properties':{'spark.sql.execution.id':'0'}}"),
                event(
                        "{'Event':'SparkListenerStageSubmitted','Stage Info':{'Stage ID':0,'Stage Attempt ID':0,'Stage Name':'count at x','Number of Tasks':1,'RDD Info':[{'RDD ID':1,'Name':'cached','Callsite':'c','Parent IDs':[],'Storage Level':{'Use Disk':false,'Use Memory':true,'Deserialized':true,'Replication':1},'Number of Partitions':1,'Number of Cached Partitions':0,'Memory Size':0,'Disk Size':0}],'Parent IDs':[],'Details':'','Submission Time':1000300,'Accumulables':[]},'Properties':{'spark.sql.execution.id':'0'}}"),
                event(
                        "{'Event':'SparkListenerTaskStart','Stage ID':0,'Stage Attempt ID':0,'Task Info':{'Task ID':0,'Index':0,'Attempt':0,'Launch Time':1000400,'Executor ID':'1','Host':'10.0.0.7','Locality':'PROCESS_LOCAL','Speculative':false,'Getting Result Time':0,'Finish Time':0,'Failed':false,'Killed':false,'Accumulables':[]}}"),
                event(
                        "{'Event':'SparkListenerTaskEnd','Stage ID':0,'Stage Attempt ID':0,'Task Type':'ResultTask','Task End Reason':{'Reason':'Success'},'Task Info':{'Task ID':0,'Index':0,'Attempt':0,'Launch Time':1000400,'Executor ID':'1','Host':'10.0.0.7','Locality':'PROCESS_LOCAL','Speculative':false,'Getting Result Time':0,'Finish Time':1001400,'Failed':false,'Killed':false,'Accumulables':[{'ID':4,'Name':'number of output rows','Update':'9','Value':'9','Internal':true,'Count Failed Values':true,'Metadata':'sql'},{'ID':10,'Name':'internal.metrics.peakExecutionMemory','Update':64,'Value':64,'Internal':true,'Count Failed Values':true}]},'Task Metrics':{'Executor Deserialize Time':1,'Executor Deserialize CPU Time':1000,'Executor Run Time':900,'Executor CPU Time':500000000,'Result Size':1000,'JVM GC Time':0,'Result Serialization Time':0,'Memory Bytes Spilled':0,'Disk Bytes Spilled':0,'Shuffle Read Metrics':{'Remote Blocks Fetched':0,'Local Blocks Fetched':1,'Fetch Wait Time':0,'Remote Bytes Read':0,'Remote Bytes Read To Disk':0,'Local Bytes Read':59,'Total Records Read':1},'Shuffle Write Metrics':{'Shuffle Bytes Written':0,'Shuffle Write Time':0,'Shuffle Records Written':0},'Input Metrics':{'Bytes Read':0,'Records Read':0},'Output Metrics':{'Bytes Written':0,'Records Written':0},'Updated Blocks':[]}}"),
                event(
                        "{'Event':'SparkListenerStageCompleted','Stage Info':{'Stage ID':0,'Stage Attempt ID':0,'Stage Name':'count at x','Number of Tasks':1,'RDD Info':[],'Parent IDs':[],'Details':'','Submission Time':1000300,'Completion Time':1001500,'Accumulables':[]}}"),
                event(
                        "{'Event':'SparkListenerJobEnd','Job ID':0,'Completion Time':1001600,'Job Result':{'Result':'JobSucceeded'}}"),
                event(
                        "{'Event':'org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd','executionId':0,'time':1001700}"),
                event("{'Event':'SparkListenerApplicationEnd','Timestamp':1002000}"));
    }

    @Test
    void spark24_isReadWhole() {
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.read(test, spark24());

            AppRun run = test.store.run(RUN).orElseThrow();
            assertThat(run.sparkVersion()).isEqualTo("2.4.8");
            assertThat(run.sparkAttemptId()).isEqualTo("1");
            assertThat(run.exitCode()).isNull();
            assertThat(run.totals().slotMillis()).isEqualTo(2 * 1900);
            assertThat(test.store.logNotes(RUN).unknownEvents()).isZero();
            EnvironmentRun environment = test.store.environment(RUN).orElseThrow();
            assertThat(environment.hadoopProperties()).isEmpty();
            assertThat(environment.resourceProfiles()).isEmpty();
            ExecutorRun executor = test.store.executors(RUN).getLast();
            assertThat(executor.attributes()).isEmpty();
            assertThat(executor.logUrls()).containsKey("stdout");
            assertThat(executor.peaks().measured()).isFalse();
            TaskRun task =
                    test.store.tasks(RUN, new StageId(0, 0), TaskQuery.all()).items().getFirst();
            assertThat(task.partition()).isZero();
            assertThat(task.metrics().of(TaskMetric.EXECUTOR_RUN_MILLIS)).isEqualTo(900);
            assertThat(task.metrics().shuffleReadBytes()).isEqualTo(59);
        }
    }

    @Test
    void sqlOf24_hasItsOnePlanAndNoRoot() {
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.read(test, spark24());

            SqlRun sql = test.store.sql(RUN, 0).orElseThrow();
            assertThat(sql.status()).isEqualTo(SqlRun.SqlStatus.COMPLETED);
            assertThat(sql.rootId()).isZero();
            assertThat(sql.planVersions()).isEqualTo(1);
            assertThat(sql.nodes().getLast().metrics().getFirst().value())
                    .satisfies(value -> assertThat(value).isNotNull());
            assertThat(test.store.sqlPlans(RUN, 0)).hasSize(1);
            assertThat(test.store.rdd(RUN, 1).orElseThrow().level().description())
                    .isEqualTo("Memory Deserialized 1x Replicated");
        }
    }

    /// Until 3.4 a query's end does not say how it went: its jobs do.
    @Test
    void failedJobOf33_failsItsQuery() {
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.read(
                    test,
                    List.of(
                            event(
                                    "{'Event':'org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart','executionId':3,'description':'q','details':'','physicalPlanDescription':'p','sparkPlanInfo':{},'time':1,'modifiedConfigs':{'spark.sql.ansi.enabled':'true'}}"),
                            event(
                                    "{'Event':'SparkListenerJobStart','Job ID':0,'Submission Time':2,'Stage Infos':[],'Stage IDs':[],'Properties':{'spark.sql.execution.id':'3','spark.jobGroup.id':'nightly'}}"),
                            event(
                                    "{'Event':'SparkListenerJobEnd','Job ID':0,'Completion Time':3,'Job Result':{'Result':'JobFailed','Exception':{'Message':'no','Stack Trace':[]}}}"),
                            event(
                                    "{'Event':'org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd','executionId':3,'time':4}")));

            SqlRun sql = test.store.sql(RUN, 3).orElseThrow();
            assertThat(sql.status()).isEqualTo(SqlRun.SqlStatus.FAILED);
            assertThat(sql.modifiedConfigs()).containsEntry("spark.sql.ansi.enabled", "true");
            assertThat(test.store.job(RUN, 0).orElseThrow().group()).isEqualTo("nightly");
        }
    }

    @Test
    void exclusion_hasTwoNames_andIsOfExecutorsOrMachines() {
        String core = "{'Event':'org.apache.spark.scheduler.SparkListener";
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(
                    test,
                    List.of(
                            event(EXECUTOR),
                            event(
                                    "{'Event':'SparkListenerExecutorAdded','Timestamp':1,'Executor ID':'2','Executor Info':{'Host':'10.0.0.8','Total Cores':2}}"),
                            event(
                                    "{'Event':'SparkListenerBlockManagerAdded','Block Manager ID':{'Executor ID':'2','Host':'10.0.0.8','Port':7},'Maximum Memory':5,'Timestamp':1}"),
                            event(
                                    core
                                            + "ExecutorBlacklistedForStage','time':1,'executorId':'1','taskFailures':2,'stageId':4,'stageAttemptId':0}"),
                            event(
                                    core
                                            + "NodeBlacklisted','time':1,'hostId':'10.0.0.8','executorFailures':2}"),
                            event(
                                    core
                                            + "NodeExcludedForStage','time':1,'hostId':'10.0.0.8','executorFailures':2,'stageId':5,'stageAttemptId':0}")),
                    1);

            List<ExecutorRun> executors = test.store.executors(RUN);
            assertThat(executors.get(0).excluded()).isFalse();
            assertThat(executors.get(0).excludedInStages()).containsExactly(4);
            assertThat(executors.get(1).excluded()).isTrue();
            assertThat(executors.get(1).excludedInStages()).containsExactly(5);

            FoldLogs.grow(
                    test,
                    List.of(event(core + "NodeUnblacklisted','time':2,'hostId':'10.0.0.8'}")),
                    1);
            assertThat(test.store.executors(RUN).get(1).excluded()).isFalse();
        }
    }

    /// Resource profiles came with 3.1, other processes with 3.2.
    @Test
    void profilesAndProcesses_areTold() {
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(
                    test,
                    List.of(
                            event(
                                    "{'Event':'SparkListenerResourceProfileAdded','Resource Profile Id':1,'Executor Resource Requests':{'cores':{'Resource Name':'cores','Amount':4,'Discovery Script':'','Vendor':''}},'Task Resource Requests':{'cpus':{'Resource Name':'cpus','Amount':2.0}}}"),
                            event(
                                    "{'Event':'SparkListenerExecutorAdded','Timestamp':1,'Executor ID':'1','Executor Info':{'Host':'h','Total Cores':4,'Resource Profile Id':1}}"),
                            event(
                                    "{'Event':'org.apache.spark.scheduler.SparkListenerMiscellaneousProcessAdded','time':5,'processId':'am','info':{'hostPort':'h:1','cores':1,'logUrlInfo':{'stdout':'http://w'}}}")),
                    1);

            assertThat(test.store.executors(RUN).getFirst().slots()).isEqualTo(2);
            assertThat(test.store.processes(RUN))
                    .singleElement()
                    .satisfies(process -> {
                        assertThat(process.id()).isEqualTo("am");
                        assertThat(process.hostPort()).isEqualTo("h:1");
                        assertThat(process.logUrls()).isEqualTo(Map.of("stdout", "http://w"));
                    });
        }
    }

    @Test
    void unknownEvents_areCountedByName() {
        SparkEvent delta = event("{'Event':'com.example.DeltaCommit','version':7}");
        try (TestStore test = new TestStore(folder)) {
            FoldLogs.grow(test, List.of(delta, delta, event("{'Event':'x.Other'}")), 1);
            for (int i = 0; i < 300; i++) {
                FoldLogs.grow(test, List.of(event("{'Event':'made.up.E%d'}".formatted(i))), 1);
            }

            assertThat(test.store.logNotes(RUN).unknownEvents()).isEqualTo(303);
            assertThat(test.store.logNotes(RUN).unknownByName())
                    .containsEntry("com.example.DeltaCommit", 2L)
                    .hasSize(200);
        }
    }
}
