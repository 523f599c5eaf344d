package io.spindrift.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// A Spark program of many behaviours, compiled for the oldest Java that runs it.
public final class ProbeJar {
    private static final String SOURCE =
            """
            import java.nio.ByteBuffer;
            import java.nio.file.*;
            import java.util.*;
            import org.apache.spark.api.java.JavaSparkContext;
            import org.apache.spark.sql.SparkSession;

            public final class Probe {
                public static void main(String[] arguments) throws Exception {
                    String what = arguments.length == 0 ? "pi" : arguments[0];
                    SparkSession spark = SparkSession.builder().getOrCreate();
                    System.out.println("spark=" + spark.version() + " java="
                            + Runtime.version().feature() + " user=" + spark.sparkContext().sparkUser()
                            + " os=" + System.getProperty("user.name"));
                    pi(new JavaSparkContext(spark.sparkContext()));
                    System.out.println("READY");
                    switch (what) {
                        case "exit" -> System.exit(Integer.parseInt(arguments[1]));
                        case "throw" -> throw new IllegalStateException(
                                "outer", new IllegalArgumentException("inner"));
                        case "sleep" -> Thread.sleep(120_000);
                        case "fill" -> {
                            Files.write(Files.createTempFile("fill", ""), new byte[40 << 20]);
                            System.out.println("FILLED");
                            Thread.sleep(120_000);
                        }
                        case "leave" -> {
                            new ProcessBuilder("setsid", "sleep", "77").start();
                            Thread.sleep(120_000);
                        }
                        case "stubborn" -> {
                            Runtime.getRuntime().addShutdownHook(new Thread(Probe::hang));
                            hang();
                        }
                        case "hog" -> hog();
                        case "heap" -> heap();
                        case "read" -> read(arguments[1]);
                        default -> { }
                    }
                    spark.stop();
                }

                private static void pi(JavaSparkContext context) {
                    long inside = context.parallelize(List.of(1, 2, 3, 4), 4).map(seed -> {
                        Random random = new Random(seed);
                        long count = 0;
                        for (int i = 0; i < 100_000; i++) {
                            double x = random.nextDouble();
                            double y = random.nextDouble();
                            count += x * x + y * y < 1 ? 1 : 0;
                        }
                        return count;
                    }).reduce(Long::sum);
                    System.out.println("Pi is roughly " + inside / 100_000.0);
                }

                private static void hang() {
                    try {
                        Thread.sleep(120_000);
                    } catch (InterruptedException e) {
                        hang();
                    }
                }

                private static void hog() throws Exception {
                    List<ByteBuffer> held = new ArrayList<>();
                    for (int i = 0; i < 40; i++) {
                        ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 20);
                        for (int at = 0; at < buffer.capacity(); at += 4096) {
                            buffer.put(at, (byte) 1);
                        }
                        held.add(buffer);
                    }
                    Thread.sleep(60_000);
                    System.out.println(held.size());
                }

                private static void heap() {
                    List<byte[]> held = new ArrayList<>();
                    while (true) {
                        held.add(new byte[16 << 20]);
                    }
                }

                private static void read(String file) {
                    try {
                        System.out.println(Files.readString(Path.of(file)));
                    } catch (Exception e) {
                        System.out.println(e);
                    }
                }
            }
            """;

    private ProbeJar() {}

    public static Path make(Path folder, Path sparkHome) throws IOException {
        Path source = folder.resolve("Probe.java");
        Files.writeString(source, SOURCE);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "--release",
                                "17",
                                "-proc:none",
                                "-nowarn",
                                "-cp",
                                classPath(sparkHome.resolve("jars")),
                                "-d",
                                classes.toString(),
                                source.toString());
        assertThat(code).isZero();
        Path jar = folder.resolve("probe.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                DirectoryStream<Path> files = Files.newDirectoryStream(classes)) {
            for (Path file : files) {
                entries.putNextEntry(new JarEntry(file.getFileName().toString()));
                Files.copy(file, entries);
            }
        }
        return jar;
    }

    /// Not by a wildcard, which stands for nothing when the compiler is called from a program.
    private static String classPath(Path jars) throws IOException {
        try (Stream<Path> files = Files.list(jars)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
