package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The platform itself: health, version, settings, metrics.
final class ServerRoutes {
    private final Health health;
    private final About about;
    private final OwnMetrics metrics;

    ServerRoutes(Health health, About about, OwnMetrics metrics) {
        this.health = health;
        this.about = about;
        this.metrics = metrics;
    }

    void addTo(RouteTable table) {
        table.get("/health", this::alive)
                .get("/ready", this::ready)
                .get("/metrics", this::metrics)
                .get("/ocean/spark/version", this::version)
                .get("/ocean/spark/settings", this::settings);
    }

    private void alive(Call call) {
        call.query();
        call.answer(Answer.one("health", Json.object().put("status", "UP")));
    }

    private void ready(Call call) {
        call.query();
        List<Health.Check> checks = health.checks();
        boolean up = checks.stream().allMatch(Health.Check::up);
        ObjectNode item = Json.object().put("status", word(up));
        ArrayNode list = item.putArray("checks");
        checks.forEach(check ->
                list.addObject()
                        .put("name", check.name())
                        .put("status", word(check.up()))
                        .put("detail", check.detail()));
        call.answer(Answer.one("health", item).withStatus(up ? 200 : 503));
    }

    private static String word(boolean up) {
        return up ? "UP" : "DOWN";
    }

    private void metrics(Call call) {
        call.query();
        call.bytes("text/plain; version=0.0.4; charset=utf-8", metrics.text());
    }

    private void version(Call call) {
        call.query();
        call.answer(
                Answer.one(
                        "version",
                        Json.object()
                                .put("version", about.version())
                                .put("javaVersion", Runtime.version().toString())
                                .put("startedAt", Json.time(about.startedAt()))));
    }

    private void settings(Call call) {
        Query query = call.query("offset", "limit", "format");
        if (!call.who().admin()) {
            throw RefusedException.forbidden("only an administrator may see the settings");
        }
        List<ObjectNode> items =
                about.settings().stream()
                        .map(line ->
                                Json.object()
                                        .put("key", line.key())
                                        .put("value", line.value())
                                        .put("source", line.source())
                                        .put("description", line.description()))
                        .toList();
        Listing.answer(call, query, "setting", items);
    }
}
