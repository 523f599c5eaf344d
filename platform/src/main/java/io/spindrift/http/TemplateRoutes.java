package io.spindrift.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spindrift.access.Identity;
import io.spindrift.app.AppIds;
import io.spindrift.app.ConfigResolver;
import io.spindrift.app.ConfigTemplate;
import io.spindrift.app.ConfigTemplateStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Config templates.
final class TemplateRoutes {
    private static final String KIND = "configTemplate";
    private static final String LIST = "/ocean/spark/cluster/{clusterId}/configTemplate";
    private static final String ONE = LIST + "/{templateId}";
    private static final int LONGEST_NAME = 200;

    private final ConfigTemplateStore templates;
    private final AppFinder finder;
    private final Feed feed;
    private final InstantSource clock;

    TemplateRoutes(
            ConfigTemplateStore templates, AppFinder finder, Feed feed, InstantSource clock) {
        this.templates = templates;
        this.finder = finder;
        this.feed = feed;
        this.clock = clock;
    }

    void addTo(RouteTable table) {
        table.get(LIST, this::list)
                .post(LIST, this::create)
                .get(ONE, this::one)
                .put(ONE, this::update)
                .delete(ONE, this::delete);
    }

    private void list(Call call) {
        Query query = call.query("offset", "limit", "format", "sort");
        Query.Sort sort = query.sort("id", Set.of("id", "updatedAt"));
        Comparator<ConfigTemplate> order =
                sort.field().equals("id")
                        ? Comparator.comparing(ConfigTemplate::id)
                        : Comparator.comparing(ConfigTemplate::updatedAt);
        List<ObjectNode> items =
                templates.list(finder.cluster(call).id()).stream()
                        .sorted(sort.descending() ? order.reversed() : order)
                        .map(template -> json(template, call.who()))
                        .toList();
        Listing.answer(call, query, KIND, items);
    }

    private void one(Call call) {
        call.query();
        call.answer(Answer.one(KIND, json(existing(call), call.who())));
    }

    private void create(Call call) {
        call.query();
        String cluster = finder.cluster(call).id();
        Body body = Body.of(Masks.refuse(call.body()), "id", "displayName", "config");
        String id = body.text("id", LONGEST_NAME).orElseThrow(() -> body.missing("id"));
        if (!AppIds.validAppId(id)) {
            throw RefusedException.invalid(
                    "id", "'id' is 1 to 46 lower-case letters, digits and '-'");
        }
        if (templates.get(cluster, id).isPresent()) {
            throw RefusedException.of(409, "CONFLICT", "the template '" + id + "' exists");
        }
        Instant now = clock.instant();
        ConfigTemplate template =
                new ConfigTemplate(
                        cluster,
                        id,
                        body.text("displayName", LONGEST_NAME).orElse(id),
                        ConfigResolver.checkedFragment(body.object("config"), "config"),
                        call.who().user(),
                        now,
                        now);
        templates.put(template);
        tell(template, false);
        call.answer(Answer.created(KIND, json(template, call.who())));
    }

    private void update(Call call) {
        call.query();
        ConfigTemplate before = existing(call);
        Body body = Body.of(Masks.refuse(call.body()), "id", "displayName", "config");
        if (!body.text("id", LONGEST_NAME).orElse(before.id()).equals(before.id())) {
            throw RefusedException.invalid("id", "the id of a template does not change");
        }
        ConfigTemplate after =
                new ConfigTemplate(
                        before.clusterId(),
                        before.id(),
                        body.text("displayName", LONGEST_NAME).orElse(before.displayName()),
                        ConfigResolver.checkedFragment(body.object("config"), "config"),
                        before.createdBy(),
                        before.createdAt(),
                        clock.instant());
        templates.put(after);
        tell(after, false);
        call.answer(Answer.one(KIND, json(after, call.who())));
    }

    private void delete(Call call) {
        call.query();
        ConfigTemplate template = existing(call);
        templates.delete(template.clusterId(), template.id());
        tell(template, true);
        call.answer(Answer.done(KIND));
    }

    private void tell(ConfigTemplate template, boolean deleted) {
        feed.publish(
                "template",
                template.clusterId(),
                null,
                Json.object()
                        .put("id", template.id())
                        .put("clusterId", template.clusterId())
                        .put("deleted", deleted));
    }

    private ConfigTemplate existing(Call call) {
        String id = call.id("templateId");
        return templates
                .get(finder.cluster(call).id(), id)
                .orElseThrow(() -> RefusedException.notFound("there is no template '" + id + "'"));
    }

    /// Its secrets are for whoever made it, and for administrators.
    private static ObjectNode json(ConfigTemplate template, Identity who) {
        boolean own = who.admin() || who.user().equals(template.createdBy());
        ObjectNode json = Json.object();
        json.put("id", template.id());
        json.put("displayName", template.displayName());
        json.put("clusterId", template.clusterId());
        json.set("config", own ? template.config() : Masks.of(template.config()));
        json.put("createdAt", Json.time(template.createdAt()));
        return json.put("updatedAt", Json.time(template.updatedAt()));
    }
}
