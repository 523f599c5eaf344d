package io.spindrift;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The layout, as a test: {@link #MAY_IMPORT} is the only place where an arrow may be added. */
final class ArchitectureTest {
    private static final String BASE = "io.spindrift";

    /** package = packages it may import (besides the JDK and its confined libraries). */
    private static final Map<String, String> MAY_IMPORT =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("cloud", ""),
                            Map.entry("plugin", "cloud"),
                            Map.entry("kv", ""),
                            Map.entry("blob", "cloud kv"),
                            Map.entry("cli", ""),
                            Map.entry("history", ""),
                            Map.entry("history.eventlog", ""),
                            Map.entry("history.issue", "history"),
                            Map.entry("history.compare", "history"),
                            Map.entry("history.whatif", "history"),
                            Map.entry("history.search", "history"),
                            Map.entry(
                                    "history.store",
                                    "history history.eventlog history.issue history.search kv"),
                            Map.entry(
                                    "history.ingest",
                                    "blob cloud history history.eventlog history.store"),
                            // Pure functions of facts: the question reads them, nobody keeps them.
                            Map.entry("history.http", "history history.compare history.whatif"),
                            Map.entry("app", "kv"),
                            Map.entry("access", "kv"),
                            Map.entry("cluster", "kv"),
                            Map.entry("runtime", "app cluster"),
                            // Two kinds of cluster keep logs alike; only who writes them differs.
                            Map.entry("runtime.log", "runtime"),
                            Map.entry("leader", ""),
                            Map.entry(
                                    "runtime.kube",
                                    // The lease is kept in the cluster, and this package alone
                                    // knows its
                                    // client.
                                    "app blob cluster leader runtime runtime.kube.pod runtime.log"),
                            // Objects of a cluster are made without one: it asks nothing.
                            Map.entry("runtime.kube.pod", "app blob cluster runtime"),
                            Map.entry("runtime.local", "app blob cluster runtime runtime.log"),
                            Map.entry("submit", "app blob cloud cluster node runtime tuning"),
                            Map.entry("manifest", "app runtime schedule"),
                            Map.entry("track", "app runtime kv"),
                            Map.entry("tuning", "app history kv"),
                            // Others' runs, mirrored: a run or a driver comes in, an application
                            // goes out.
                            Map.entry("observe", "app history runtime"),
                            Map.entry("node", "kv cloud"),
                            Map.entry("demand", "app runtime"),
                            Map.entry("packing", "cloud demand node"),
                            Map.entry("launch", "cloud packing node"),
                            Map.entry("reclaim", "cloud packing node runtime"),
                            Map.entry("cost", "app track history node cloud kv"),
                            Map.entry("schedule", "app submit kv"),
                            Map.entry("interact", "app submit runtime"),
                            Map.entry(
                                    "http",
                                    "access app blob cloud cluster cost demand history history.http interact launch manifest node"
                                            + " packing plugin reclaim runtime schedule submit track tuning"
                                            // To answer 507 when the disk is full.
                                            + " kv")));

    /** library = packages that may touch it. */
    private static final Map<String, String> CONFINED =
            Map.of(
                    "org.rocksdb..", "kv",
                    "org.apache.lucene..", "history.search",
                    "io.fabric8.kubernetes..", "runtime.kube runtime.kube.pod",
                    "io.helidon..", "http history.http server history.server",
                    "org.pf4j..", "cloud plugin");

    /**
     * Packages that decide and never act: time comes in as an argument, effects go out as a value.
     */
    private static final String[] DECIDERS =
            packages(
                    "app observe tuning packing cost demand history.eventlog history.issue history.compare history.whatif cloud");

    /** Likewise, but with helpers of others that are as pure. */
    private static final String[] MAKERS = packages("runtime.kube.pod");

    private static final String[] PURE =
            Stream.of(DECIDERS, MAKERS).flatMap(Stream::of).toArray(String[]::new);

    private static final DescribedPredicate<JavaClass> VALUE =
            DescribedPredicate.describe(
                    "are records, enums, sealed types or exceptions",
                    type ->
                            type.isRecord()
                                    || type.isEnum()
                                    || type.isAssignableTo(Exception.class)
                                    || type.reflect().isSealed());

    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages(BASE);

    /** Stores and ledgers, with the classes nested in them. */
    private static final DescribedPredicate<JavaClass> KEEPS_ROWS =
            DescribedPredicate.describe(
                    "are a *Store or *Ledger, or nested in one",
                    type -> {
                        JavaClass outermost = type;
                        while (outermost.getEnclosingClass().isPresent()) {
                            outermost = outermost.getEnclosingClass().get();
                        }
                        return outermost.getSimpleName().endsWith("Store")
                                || outermost.getSimpleName().endsWith("Ledger");
                    });

    private static final DescribedPredicate<JavaMethodCall> READS_A_CLOCK =
            DescribedPredicate.describe(
                    "reads a clock",
                    call -> {
                        String owner = call.getTargetOwner().getName();
                        String method = call.getName();
                        return (owner.startsWith("java.time.")
                                        && (method.equals("now") || method.startsWith("system")))
                                || (owner.equals("java.lang.System")
                                        && (method.equals("nanoTime")
                                                || method.equals("currentTimeMillis")));
                    });

    @Test
    void packages_formNoCycle() {
        slices().assignedFrom(
                        new SliceAssignment() {
                            @Override
                            public SliceIdentifier getIdentifierOf(JavaClass type) {
                                return SliceIdentifier.of(type.getPackageName());
                            }

                            @Override
                            public String getDescription() {
                                return "each package";
                            }
                        })
                .should()
                .beFreeOfCycles()
                .check(CODE);
    }

    @TestFactory
    Stream<DynamicTest> package_importsOnlyWhatItMay() {
        return MAY_IMPORT.entrySet().stream()
                .map(rule ->
                        DynamicTest.dynamicTest(
                                rule.getKey(),
                                () -> {
                                    List<String> allowed =
                                            new ArrayList<>(
                                                    List.of(
                                                            packages(
                                                                    rule.getKey()
                                                                            + " "
                                                                            + rule.getValue())));
                                    classes()
                                            .that()
                                            .resideInAPackage(BASE + "." + rule.getKey())
                                            .should()
                                            .onlyDependOnClassesThat(
                                                    resideOutsideOfPackage(BASE + "..")
                                                            .or(
                                                                    resideInAnyPackage(
                                                                            allowed.toArray(
                                                                                    String[]
                                                                                            ::new))))
                                            .allowEmptyShould(true)
                                            .check(CODE);
                                }));
    }

    @TestFactory
    Stream<DynamicTest> library_staysInItsPackage() {
        return CONFINED.entrySet().stream()
                .map(rule ->
                        DynamicTest.dynamicTest(
                                rule.getKey(),
                                () ->
                                        noClasses()
                                                .that()
                                                .resideOutsideOfPackages(packages(rule.getValue()))
                                                .should()
                                                .dependOnClassesThat(
                                                        resideInAPackage(rule.getKey()))
                                                .allowEmptyShould(true)
                                                .check(CODE)));
    }

    @Test
    void everyPackage_isListed() {
        classes()
                .that()
                .resideOutsideOfPackages(packages("server history.server"))
                .should()
                .resideInAnyPackage(packages(String.join(" ", MAY_IMPORT.keySet())))
                .check(CODE);
    }

    @Test
    void decidersAndMakers_readNoClockAndDoNoIo() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .and(DescribedPredicate.not(KEEPS_ROWS))
                .should()
                .callMethodWhere(READS_A_CLOCK)
                .allowEmptyShould(true)
                .check(CODE);
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .and(DescribedPredicate.not(KEEPS_ROWS))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "java.net.http..",
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.sql.."))
                .orShould()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "open files or sockets",
                                type ->
                                        type.getName()
                                                .matches(
                                                        "java\\.io\\.(File|RandomAccess).*|java\\.net\\.(Server|Datagram|Multicast)?Socket|java\\.net\\.URLConnection")))
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void deciders_takeOnlyValuesFromOtherPackages() {
        for (String decider : DECIDERS) {
            classes()
                    .that()
                    .resideInAPackage(decider)
                    .and(DescribedPredicate.not(KEEPS_ROWS))
                    .should()
                    .onlyDependOnClassesThat(
                            resideOutsideOfPackage(BASE + "..")
                                    .or(resideInAPackage(decider))
                                    .or(VALUE))
                    .allowEmptyShould(true)
                    .check(CODE);
        }
    }

    @Test
    void rows_areTouchedByStoresOnly() {
        classes()
                .that()
                .resideOutsideOfPackages(packages("kv server history.server"))
                .and(DescribedPredicate.not(KEEPS_ROWS))
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage(BASE + ".kv..")
                                .or(
                                        DescribedPredicate.describe(
                                                "are failures, which anyone may react to",
                                                type -> type.isAssignableTo(Exception.class))))
                .check(CODE);
    }

    private static String[] packages(String names) {
        return Stream.of(names.trim().split("\\s+"))
                .map(name -> BASE + "." + name)
                .toArray(String[]::new);
    }
}
