package io.spindrift.history.issue;

import java.util.List;
import java.util.regex.Pattern;

/// What to do about an exception, by its words: the dictionary of causes that we know.
record Remedy(Pattern words, String advice) {
    private static final String UNKNOWN =
            "Look at the stack trace beside this and at the log of the executor around that time.";

    private static final List<Remedy> KNOWN =
            List.of(
                    of(
                            "bigger than spark.driver.maxResultSize",
                            "Too much was collected to the driver: write the result instead of"
                                    + " collecting it, or raise spark.driver.maxResultSize and"
                                    + " spark.driver.memory together."),
                    of(
                            "FetchFailed|MetadataFetchFailed",
                            "Shuffle blocks were gone: usually the executor that held them was lost. See"
                                    + " the lost executors; on spot nodes switch decommissioning on."),
                    of(
                            "ClassNotFound|NoClassDefFound|NoSuchMethodError",
                            "A class is missing or of another version: add its jar with deps.jars or"
                                    + " deps.packages, built for this Spark and Scala version."),
                    of(
                            "ModuleNotFoundError|ImportError",
                            "A Python module is missing on the executors: ship it with deps.pyFiles."),
                    of(
                            "Python worker exited unexpectedly",
                            "The Python process died, often for want of memory: raise the executor's"
                                    + " memoryOverhead, or set spark.executor.pyspark.memory."),
                    of(
                            "TABLE_OR_VIEW_NOT_FOUND|UNRESOLVED_COLUMN|PARSE_SYNTAX_ERROR",
                            "The query names something that is not there: check the name, the current"
                                    + " catalog and the query's spelling."),
                    of(
                            "PATH_NOT_FOUND|FileNotFound|NoSuchFile|does not exist",
                            "An input is not where the application looks for it: check the path, and"
                                    + " whether an earlier job has written it."),
                    of(
                            "PATH_ALREADY_EXISTS|FileAlreadyExists",
                            "The output is there already: write with mode overwrite or append, or to"
                                    + " another path."),
                    of(
                            "AccessDenied|AccessControl|Permission denied|403",
                            "The application may not read or write that: check its service account and"
                                    + " the permissions of the path."),
                    of(
                            "No space left on device",
                            "A node's local disk is full, usually with shuffle or spilled data: give"
                                    + " executors larger local volumes, or fewer tasks at once."),
                    of(
                            "DIVIDE_BY_ZERO|CAST_INVALID_INPUT|ARITHMETIC_OVERFLOW|INVALID_ARRAY_INDEX",
                            "A row has a value that the query cannot work with: use try_cast, try_divide"
                                    + " and the like, or filter such rows out."),
                    of(
                            "BroadcastExchange|broadcast timeout|Cannot broadcast",
                            "A table was too large to send to every executor: lower"
                                    + " spark.sql.autoBroadcastJoinThreshold."),
                    of(
                            "Task not serializable|NotSerializable",
                            "A function holds an object that cannot be sent to executors: make it inside"
                                    + " the function, or mark it @transient lazy."));

    static String advice(RootCause cause) {
        String words = cause.className() + " " + cause.message();
        return KNOWN.stream()
                .filter(remedy -> remedy.words.matcher(words).find())
                .map(Remedy::advice)
                .findFirst()
                .orElse(UNKNOWN);
    }

    private static Remedy of(String words, String advice) {
        return new Remedy(Pattern.compile(words), advice);
    }
}
