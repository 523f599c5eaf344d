package io.spindrift.manifest;

import static io.spindrift.manifest.FieldType.FLAG;
import static io.spindrift.manifest.FieldType.TEXT;
import static io.spindrift.manifest.FieldType.WHOLE;

import java.util.List;

/// The `spec` of a `ScheduledSparkApplication` (sparkoperator.k8s.io/v1beta2).
final class ScheduledFields {
    static final List<Field> ALL =
            new FieldList()
                    .followed(
                            "schedule",
                            TEXT,
                            "five fields, `@daily` and the like, `@every 1h30m`; `TZ=` before it")
                    .followed("timeZone", TEXT, "such as `Europe/Berlin`; UTC where there is none")
                    .followed("suspend", FLAG, "true keeps further runs from being made")
                    .followed(
                            "concurrencyPolicy",
                            TEXT,
                            "`Allow`, `Forbid` (waits for the end), `Replace` (ends it)")
                    .followed("successfulRunHistoryLimit", WHOLE, "as there; 1 where none is given")
                    .followed("failedRunHistoryLimit", WHOLE, "as there; 1 where none is given")
                    .under("template", ApplicationFields.ALL)
                    .fields();

    private ScheduledFields() {}
}
