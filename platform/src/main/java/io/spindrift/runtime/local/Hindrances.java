package io.spindrift.runtime.local;

import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.Problem;
import io.spindrift.runtime.Health;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What stands in the way of launches: of all of them, or of this one.
final class Hindrances {
    private final Path folder;
    private final SparkRuntimes runtimes;
    private final AppFiles files;
    private final SparkUser user;

    /// @param folder of the runtimes
    Hindrances(Path folder, SparkRuntimes runtimes, AppFiles files, SparkUser user) {
        this.folder = folder;
        this.runtimes = runtimes;
        this.files = files;
        this.user = user;
    }

    Health health() {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (runtimes.versions().isEmpty()) {
            problems.add(
                    "there is no Spark in "
                            + folder
                            + "; `spindrift runtime add 4.3.0` brings one");
        }
        user.hindrance().ifPresent(problems::add);
        if (!user.separate()) {
            warnings.add(
                    "Spark runs as the platform's own user: programs could read the platform's"
                            + " files; an installation by root separates them");
        }
        return new Health(problems, warnings);
    }

    List<Problem> of(AppSpec spec) {
        List<Problem> problems = new ArrayList<>();
        String version = spec.sparkVersion();
        if (!runtimes.has(version)) {
            problems.add(new Problem("NO_SUCH_RUNTIME", runtimes.missing(version), "sparkVersion"));
        } else if (runtimes.javaHome(version).isEmpty()) {
            problems.add(
                    new Problem(
                            "NO_SUCH_JAVA", SparkRuntimes.missingJava(version), "sparkVersion"));
        }
        if (spec.type() == AppType.R) {
            problems.add(
                    new Problem(
                            "NOT_SUPPORTED",
                            "R does not run on this cluster: its Spark runtimes come without"
                                    + " SparkR, which Spark has deprecated; use Python, Java, Scala"
                                    + " or SQL",
                            "type"));
        }
        problems.addAll(files.problems(spec));
        problems.addAll(DeniedConf.problems(spec.sparkConf(), "sparkConf"));
        problems.addAll(DeniedConf.variableProblems(spec.driver().envVars(), "driver.envVars"));
        problems.addAll(DeniedConf.variableProblems(spec.executor().envVars(), "executor.envVars"));
        return problems;
    }
}
