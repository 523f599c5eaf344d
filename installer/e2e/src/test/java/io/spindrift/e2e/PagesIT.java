package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every page, wide and on a phone, light and dark: nothing that axe-core calls serious, nothing
/// that the browser complains of, no sideways scrolling. Leaves a picture of each.
///
/// axe-core takes most of the time: it looks at the wide light and the narrow dark pages, which are
/// both widths and both themes, and at all four with `-Dspindrift.e2e.views=4`.
@ExtendWith(SharedPlatform.class)
final class PagesIT {
    private static final String JOB = "daily-etl";
    private static final boolean ALL_VIEWS = Surroundings.number("views", 2) == 4;

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT", "390, DARK"})
    void pages_atThisWidthAndTheme_haveNoFault(
            int width, ColorScheme theme, Gallery gallery, Browser browser) {
        schedule(gallery);
        List<String> faults = new ArrayList<>();
        String view = width + "-" + theme.name().toLowerCase(Locale.ROOT);
        try (Console console =
                new Console(
                        browser.visitor(width, width < 600 ? 844 : 800, theme),
                        gallery.platform().address())) {
            console.open("/");
            console.page().getByLabel("Token").waitFor();
            look(console, "sign-in", view, faults);
            console.signIn(gallery.platform().adminToken());
            pages(gallery).forEach((name, path) -> visit(console, name, path, view, faults));
            dialog(console, "submit", "/", "Submit", view, faults);
            dialog(console, "register", "/clusters", "Register", view, faults);
            dialog(console, "schedule", "/jobs/" + JOB, "Change…", view, faults);
        }

        assertThat(faults).isEmpty();
    }

    /// So that the job's page has one to show; it is not due while tests run.
    private static void schedule(Gallery gallery) {
        Api api = gallery.platform().api();
        ObjectNode request = api.of(gallery.finished(), "config").path("request").deepCopy();
        request.remove(List.of("jobId", "appId"));
        ObjectNode schedule = Json.object("{\"cron\": \"0 3 1 1 *\", \"suspended\": true}");
        schedule.set("request", request);
        api.send(
                        "PUT",
                        Api.CLUSTER + "/job/" + JOB + "/schedule",
                        BodyPublishers.ofString(schedule.toString()),
                        "application/json")
                .expect(200);
    }

    private static void dialog(
            Console console,
            String name,
            String path,
            String button,
            String view,
            List<String> faults) {
        console.open(path);
        console.settle();
        console.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .first()
                .click();
        console.page().locator("dialog[open] form").waitFor();
        look(console, name, view, faults);
    }

    private static Map<String, String> pages(Gallery gallery) {
        String finished = "/applications/local/" + gallery.finished();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("applications", "/");
        pages.put("applications-filtered", "/?appState=FAILED&sort=-durationMillis");
        pages.put("applications-empty", "/?q=there-is-no-such-one");
        pages.put("application", finished);
        pages.put("application-executors", finished + "?tab=executors");
        pages.put("application-stages", finished + "?tab=stages");
        pages.put("application-stage", finished + "?tab=stages&stage=0.0");
        pages.put("application-sql", finished + "?tab=sql");
        pages.put("application-query", finished + "?tab=sql&query=0");
        pages.put("application-plan-text", finished + "?tab=sql&query=0&view=text");
        pages.put("application-jobs", finished + "?tab=jobs");
        pages.put("application-storage", finished + "?tab=storage");
        pages.put("application-streaming", finished + "?tab=streaming");
        pages.put("application-connect", finished + "?tab=connect");
        pages.put("application-environment", finished + "?tab=environment");
        pages.put("compare", "/compare/local/" + gallery.finished());
        pages.put("application-logs", finished + "?tab=logs");
        pages.put("application-configuration", finished + "?tab=configuration");
        pages.put("application-cost", finished + "?tab=cost");
        pages.put("application-failed", "/applications/local/" + gallery.failed());
        foreign(gallery, pages);
        pages.put("application-missing", "/applications/local/there-is-none");
        pages.put("jobs", "/jobs");
        pages.put("job", "/jobs/" + JOB);
        pages.put("costs", "/costs");
        pages.put("clusters", "/clusters");
        pages.put("cluster", "/clusters/local");
        pages.put("cluster-day", "/clusters/local?days=1&level=WARN");
        pages.put("search-start", "/search");
        pages.put("search", "/search?q=etl");
        pages.put("settings", "/settings");
        pages.put("not-found", "/there/is/no/such/page");
        return pages;
    }

    /// Pages that are empty without streams, kept datasets and clients of Connect.
    private static void foreign(Gallery gallery, Map<String, String> pages) {
        String at = "/applications/" + ForeignLogs.CLUSTER + "/";
        String connect = at + gallery.foreign(ForeignLogs.CONNECT);
        String keeps = at + gallery.foreign(ForeignLogs.KEEPS);
        String windows = at + gallery.foreign(ForeignLogs.WINDOWS);
        String shop = at + gallery.foreign(ForeignLogs.SHOP);
        pages.put("foreign", connect);
        pages.put("foreign-cluster", "/clusters/" + ForeignLogs.CLUSTER);
        pages.put("foreign-connect", connect + "?tab=connect");
        pages.put("foreign-storage", keeps + "?tab=storage");
        pages.put("foreign-dataset", keeps + "?tab=storage&rdd=" + gallery.dataset());
        pages.put("foreign-streaming", windows + "?tab=streaming");
        pages.put("foreign-stream", windows + "?tab=streaming&stream=" + gallery.stream());
        pages.put("foreign-query", shop + "?tab=sql&query=3");
        pages.put("foreign-executors", shop + "?tab=executors");
        pages.put(
                "foreign-compare",
                "/compare/"
                        + ForeignLogs.CLUSTER
                        + "/"
                        + gallery.foreign(ForeignLogs.SHOP)
                        + "?with="
                        + gallery.foreign(ForeignLogs.SHOP_BEFORE));
        pages.put("foreign-cluster", "/clusters/" + ForeignLogs.CLUSTER);
    }

    private static void visit(
            Console console, String name, String path, String view, List<String> faults) {
        try {
            console.open(path);
            if (name.endsWith("-missing")) {
                // Else its 404 may come while the next page is looked at.
                console.page().locator("main .trouble").waitFor();
            } else {
                console.settle();
            }
            console.page().waitForTimeout(250);
            look(console, name, view, faults);
        } catch (PlaywrightException e) {
            faults.add(name + ": " + e.getMessage());
        }
    }

    private static void look(Console console, String name, String view, List<String> faults) {
        if (ALL_VIEWS || view.equals("1280-light") || view.equals("390-dark")) {
            console.obstacles().forEach(line -> faults.add(name + ": " + line));
        }
        console.complaints().stream()
                .filter(line -> !(name.endsWith("-missing") && line.startsWith("404 ")))
                .forEach(line -> faults.add(name + ": " + line));
        if (console.overflow() > 0) {
            faults.add(name + ": scrolls sideways by " + console.overflow() + " px");
        }
        Path pictures = Surroundings.target().resolve("screenshots");
        console.screenshot(pictures.resolve(name + "-" + view + ".png"));
    }
}
