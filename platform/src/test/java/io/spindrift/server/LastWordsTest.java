package io.spindrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LastWordsTest {
    @Test
    void traceback_isItsLastLine_whateverFollows() {
        assertThat(
                        LastWords.in(
                                """
                                26/11/21 10:00:00 INFO SparkContext: Running Spark version 4.3.0
                                Traceback (most recent call last):
                                  File "/srv/etl.py", line 7, in <module>
                                    main()
                                    ~~~~^^
                                  File "/srv/etl.py", line 4, in main
                                    return 1 / 0
                                ZeroDivisionError: division by zero
                                26/11/21 10:00:01 INFO ShutdownHookManager: Shutdown hook called
                                """))
                .contains("ZeroDivisionError: division by zero");
    }

    @Test
    void chainedTracebacks_areTheLast() {
        assertThat(
                        LastWords.in(
                                """
                                Traceback (most recent call last):
                                  File "a.py", line 2, in <module>
                                KeyError: 'day'

                                During handling of the above exception, another exception occurred:

                                Traceback (most recent call last):
                                  File "a.py", line 4, in <module>
                                pyspark.errors.exceptions.captured.AnalysisException: [COLUMN] no day
                                """))
                .contains("pyspark.errors.exceptions.captured.AnalysisException: [COLUMN] no day");
    }

    @Test
    void programThatIsNoPython_isTold() {
        assertThat(
                        LastWords.in(
                                """
                                  File "/srv/etl.py", line 1
                                    print(
                                         ^
                                SyntaxError: '(' was never closed
                                """))
                .contains("SyntaxError: '(' was never closed");
    }

    @Test
    void exceptionOfTheMainThread_isItsRootCause() {
        assertThat(
                        LastWords.in(
                                """
                                Exception in thread "main" java.lang.IllegalStateException: not read
                                \tat Etl.main(Etl.java:9)
                                Caused by: java.io.FileNotFoundException: /srv/day.csv
                                \tat Etl.read(Etl.java:3)
                                \t... 1 more
                                26/11/21 10:00:01 INFO ShutdownHookManager: Shutdown hook called
                                Caused by: something else
                                """))
                .contains("java.io.FileNotFoundException: /srv/day.csv");
    }

    @Test
    void logWithoutAnException_saysNothing() {
        assertThat(LastWords.in("line one\nline two\n")).isEmpty();
        assertThat(LastWords.in("Traceback (most recent call last):\n  File \"a.py\"")).isEmpty();
        assertThat(LastWords.in("")).isEmpty();
    }

    @Test
    void connectorThatTheImageLacks_isSaidInPlainWords() {
        assertThat(
                        LastWords.told(
                                """
                                Traceback (most recent call last):
                                  File "/opt/app.py", line 3, in <module>
                                py4j.protocol.Py4JJavaError: An error occurred while calling None.x.
                                : java.lang.RuntimeException: java.lang.ClassNotFoundException: \
                                Class org.apache.hadoop.fs.s3a.S3AFileSystem not found
                                """))
                .hasValueSatisfying(words ->
                        assertThat(words)
                                .startsWith("py4j.protocol.Py4JJavaError")
                                .contains("the image has no connector for s3a://"));
        assertThat(
                        LastWords.told(
                                """
                                Exception in thread "main" org.apache.hadoop.fs.\
                                UnsupportedFileSystemException: No FileSystem for scheme "gs"
                                """))
                .hasValueSatisfying(words -> assertThat(words).contains("connector for gs://"));
        assertThat(LastWords.told("Exception in thread \"main\" x.Y: z\n")).hasValue("x.Y: z");
    }
}
