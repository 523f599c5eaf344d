package io.spindrift.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.manifest.CustomResources;
import io.spindrift.manifest.Manifest;
import io.spindrift.manifest.Translation;
import io.spindrift.submit.Submissions;
import io.spindrift.submit.Submitted;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// Operators' manifests: submitted as they are, or only translated; and the definitions by which a
/// cluster knows their kinds.
final class ManifestRoutes {
    private static final String SUBMIT = "/ocean/spark/cluster/{clusterId}/manifest";

    private final Submissions submissions;
    private final AppView view;
    private final InstantSource clock;

    ManifestRoutes(Services services, AppView view) {
        this.submissions = services.submissions();
        this.clock = services.clock();
        this.view = view;
    }

    void addTo(RouteTable table) {
        table.post(SUBMIT, this::submit)
                .post(SUBMIT + "/translation", this::translate)
                .get("/ocean/spark/manifest/definitions", this::definitions);
    }

    private void submit(Call call) {
        call.query();
        Translation translation = translation(call);
        Submitted submitted =
                submissions.submit(
                        call.clusterId(), translation.request(), AppRoutes.submitter(call));
        ObjectNode item = view.whole(submitted.app(), clock.instant());
        item.set("notes", Json.texts(translation.notes()));
        call.answer(Answer.created("application", item));
    }

    private void translate(Call call) {
        call.query();
        Translation translation = translation(call);
        ObjectNode item = Json.object();
        item.set("request", translation.request());
        item.set("notes", Json.texts(translation.notes()));
        call.answer(Answer.one("manifest", item));
    }

    private static Translation translation(Call call) {
        JsonNode tree = Masks.refuse(call.yaml());
        return Manifest.of(tree).translate();
    }

    private void definitions(Call call) {
        call.query();
        call.bytes("application/yaml", CustomResources.yaml().getBytes(StandardCharsets.UTF_8));
    }
}
