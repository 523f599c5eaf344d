package io.spindrift.manifest;

import java.util.List;
import java.util.Optional;

/// The kinds of resources that are understood, all of the group `sparkoperator.k8s.io`.
public enum ResourceKind {
    APPLICATION("SparkApplication", "v1beta2", "sparkapplications", "sparkapp"),
    SCHEDULED(
            "ScheduledSparkApplication",
            "v1beta2",
            "scheduledsparkapplications",
            "scheduledsparkapp"),
    CONNECT("SparkConnect", "v1alpha1", "sparkconnects", "sparkconn");

    public static final String GROUP = "sparkoperator.k8s.io";

    private final String kind;
    private final String version;
    private final String plural;
    private final String shortName;

    ResourceKind(String kind, String version, String plural, String shortName) {
        this.kind = kind;
        this.version = version;
        this.plural = plural;
        this.shortName = shortName;
    }

    public String kind() {
        return kind;
    }

    public String version() {
        return version;
    }

    public String plural() {
        return plural;
    }

    public String apiVersion() {
        return GROUP + "/" + version;
    }

    String shortName() {
        return shortName;
    }

    /// The fields of its `spec`, in the order of the table of support.
    List<Field> fields() {
        return switch (this) {
            case APPLICATION -> ApplicationFields.ALL;
            case SCHEDULED -> ScheduledFields.ALL;
            case CONNECT -> ConnectFields.ALL;
        };
    }

    static Optional<ResourceKind> of(String apiVersion, String kind) {
        for (ResourceKind each : values()) {
            if (each.kind.equals(kind) && each.apiVersion().equals(apiVersion)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
