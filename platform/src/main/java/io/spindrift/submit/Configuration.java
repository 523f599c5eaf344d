package io.spindrift.submit;

import io.spindrift.app.AppSpec;
import io.spindrift.app.ConfigLayer;
import io.spindrift.app.ConfigResolver;
import io.spindrift.app.ConfigSource;
import io.spindrift.app.ConfigTarget;
import io.spindrift.app.ConfigTemplate;
import io.spindrift.app.ConfigTemplateStore;
import io.spindrift.app.EffectiveConfig;
import io.spindrift.app.InvalidRequestException;
import io.spindrift.app.JobStore;
import io.spindrift.app.Nearest;
import io.spindrift.app.PlatformDefaults;
import io.spindrift.app.Problem;
import io.spindrift.cluster.Cluster;
import io.spindrift.cluster.ClusterKind;
import io.spindrift.runtime.ClusterRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Finds an application's five sources and makes its configuration of them. Safe for many threads.
public final class Configuration {
    private final ConfigResolver resolver;
    private final ConfigTemplateStore templates;
    private final JobStore jobs;
    private final Function<String, ClusterRuntime> runtimes;

    /// @param runtimes the runtime of a cluster, by its id
    public Configuration(
            PlatformDefaults defaults,
            ConfigTemplateStore templates,
            JobStore jobs,
            Function<String, ClusterRuntime> runtimes) {
        this.resolver = new ConfigResolver(defaults);
        this.templates = templates;
        this.jobs = jobs;
        this.runtimes = runtimes;
    }

    /// @throws InvalidRequestException naming everything that is wrong
    EffectiveConfig effective(Cluster cluster, Request request) {
        EffectiveConfig config = merged(cluster, request);
        List<Problem> problems = problems(cluster, config);
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return config;
    }

    /// The merge alone, without a look at what the cluster can do.
    ///
    /// @throws InvalidRequestException when the layers are wrong in themselves
    EffectiveConfig merged(Cluster cluster, Request request) {
        List<ConfigLayer> layers = new ArrayList<>();
        layers.add(new ConfigLayer(ConfigSource.OVERRIDE, request.overrides(), "configOverrides"));
        String jobId = request.jobId();
        if (jobId != null) {
            jobs.get(jobId)
                    .ifPresent(job ->
                            layers.add(new ConfigLayer(ConfigSource.JOB, job.config(), "job")));
        }
        String templateId = request.templateId();
        if (templateId != null) {
            ConfigTemplate template =
                    templates
                            .get(cluster.id(), templateId)
                            .orElseThrow(() -> noTemplate(cluster.id(), templateId));
            layers.add(new ConfigLayer(ConfigSource.TEMPLATE, template.config(), "template"));
        }
        return resolver.resolve(target(cluster.kind()), layers);
    }

    /// What keeps a merged configuration from being run on the cluster: properties that are the
    /// platform's own, and what its runtime refuses.
    List<Problem> problems(Cluster cluster, EffectiveConfig config) {
        Map<String, Problem> byPath = new LinkedHashMap<>();
        for (Problem problem : DeniedConf.problems(config)) {
            byPath.putIfAbsent(problem.fieldPath(), problem);
        }
        for (Problem problem : runtimes.apply(cluster.id()).refusals(AppSpec.from(config))) {
            byPath.putIfAbsent(problem.fieldPath(), problem);
        }
        return byPath.values().stream().map(problem -> located(problem, config)).toList();
    }

    /// A path in the effective configuration becomes one in what was given.
    private static Problem located(Problem problem, EffectiveConfig config) {
        String source = config.flatSources().getOrDefault(problem.fieldPath(), "");
        String root =
                source.equals(ConfigSource.JOB.text())
                                || source.equals(ConfigSource.TEMPLATE.text())
                        ? source
                        : "configOverrides";
        return new Problem(problem.code(), problem.message(), root + "." + problem.fieldPath());
    }

    private InvalidRequestException noTemplate(String clusterId, String id) {
        List<String> known = templates.list(clusterId).stream().map(ConfigTemplate::id).toList();
        String hint =
                Nearest.name(id, known).map(near -> "; did you mean '" + near + "'?").orElse("");
        return new InvalidRequestException(
                "INVALID_VALUE",
                "there is no config template '" + id + "'" + hint,
                "configTemplateId");
    }

    private static ConfigTarget target(ClusterKind kind) {
        return switch (kind) {
            case LOCAL -> ConfigTarget.LOCAL;
            case KUBERNETES, EXTERNAL -> ConfigTarget.KUBERNETES;
        };
    }
}
