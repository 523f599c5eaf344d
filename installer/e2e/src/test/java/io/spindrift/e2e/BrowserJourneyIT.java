package io.spindrift.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a person does: signs in, submits, watches it run, looks at what it did and what it cost.
@ExtendWith(SharedPlatform.class)
final class BrowserJourneyIT {
    private static final Duration RUN = Duration.ofMinutes(3);

    @Test
    void journey_submitInTheDialog_runsLiveAndIsShownWhole(Platform platform, Browser browser) {
        try (Console console = visit(platform, browser)) {
            console.signIn(platform.adminToken());
            Page page = console.page();
            submitByDialog(page);
            String appId = appIdOf(page);
            watchItRun(page);
            watchItInTheList(platform, browser, appId);
            assertThat(pill(page)).hasText("Completed", within(RUN));

            assertThat(figure(page, "Cost")).containsText("$");
            assertThat(figure(page, "Core hours")).not().hasText("–");
            tabsShowWhatItDid(page, platform.api(), appId);
            zoomByDragging(page);
            String again = rerunAndKill(page, appId);
            cloneAndKill(page, again);
            assertThat(console.complaints()).allMatch(BrowserJourneyIT::ofARunThatHadNotBegun);
        }
    }

    /// Until its first event is read, nothing is known of a run; the page then says that it waits.
    private static boolean ofARunThatHadNotBegun(String complaint) {
        return complaint.matches(
                "404 .*/(metrics|memory|timeline|issues|executors|stages|sql)([?].*)?");
    }

    private static void submitByDialog(Page page) {
        button(page, "Submit").first().click();
        Locator dialog = page.locator("dialog[open]");
        dialog.locator("input[type=file]")
                .setInputFiles(
                        new FilePayload(
                                "steps.py",
                                "text/x-python",
                                Programs.STEPS.getBytes(StandardCharsets.UTF_8)));
        assertThat(dialog.getByLabel("Main file"))
                .hasValue(Pattern.compile("spindrift://file/[0-9a-f]{64}/steps.py"));
        assertThat(dialog.getByLabel("Job", exactly())).hasValue("steps");
        dialog.getByLabel("Job", exactly()).fill("journey");
        dialog.getByLabel("Arguments").fill("12");
        button(dialog, "Check").click();
        assertThat(dialog.getByRole(AriaRole.TABLE)).containsText("Python");
        button(dialog, "JSON").click();
        assertThat(dialog.locator("textarea")).hasValue(Pattern.compile("\"jobId\": \"journey\""));
        button(dialog, "Form").click();
        button(dialog, "Submit").click();
        page.waitForURL(Pattern.compile(".*/applications/local/journey-.*"));
        assertThat(dialog).hasCount(0);
    }

    private static String appIdOf(Page page) {
        return page.url().replaceAll(".*/applications/local/([^?]*).*", "$1");
    }

    /// Nothing is loaded anew: a mark that is put on the document stays.
    private static void watchItRun(Page page) {
        page.evaluate("() => { document.documentElement.dataset.here = 'yes'; }");
        assertThat(pill(page)).hasText("Running", within(RUN));
        assertThat(page.locator("main")).containsText("Start-up", containing(RUN));
        page.locator("nav.tabs").getByText("Stages").click();
        assertThat(page.locator("table tbody tr").first()).isVisible(visible(RUN));
        int before = page.locator("table tbody tr").count();
        Await.until(
                "more stages, live", RUN, () -> page.locator("table tbody tr").count() > before);
        page.locator("nav.tabs").getByText("Overview").click();
        assertThat(page.evaluate("() => document.documentElement.dataset.here")).isEqualTo("yes");
    }

    /// In another window the row of the list changes by itself.
    private static void watchItInTheList(Platform platform, Browser browser, String appId) {
        try (Console other = visit(platform, browser)) {
            other.signIn(platform.adminToken());
            Locator row = other.page().locator("tr[data-key='local/" + appId + "']");
            assertThat(row.locator(".pill").first()).hasText(Pattern.compile("Running|Completed"));
            assertThat(row.locator(".pill").first()).hasText("Completed", within(RUN));
        }
    }

    private static void tabsShowWhatItDid(Page page, Api api, String appId) {
        for (String tab : List.of("Executors", "Stages", "SQL", "Logs", "Configuration", "Cost")) {
            page.locator("nav.tabs").getByText(tab, exactText()).click();
            page.waitForURL("**/*tab=" + tab.toLowerCase(java.util.Locale.ROOT) + "*");
            assertThat(page.locator("main")).not().containsText("could not be loaded");
        }
        assertThat(page.locator("main")).containsText("executor-0");
        page.locator("nav.tabs").getByText("SQL", exactText()).click();
        assertThat(page.locator("main table tbody tr").first()).isVisible();
        page.locator("nav.tabs").getByText("Logs", exactText()).click();
        assertThat(page.locator("main")).containsText("SparkContext");
        assertThat(api.log(appId, "driver", "stdout")).contains("step 0: 10 rows");
    }

    /// All panels show the part that was dragged over, the address keeps it, a double click undoes
    /// it.
    private static void zoomByDragging(Page page) {
        page.locator("nav.tabs").getByText("Overview").click();
        Locator plot = page.locator("main .zoomable").first();
        assertThat(page.locator("main .zoomable")).hasCount(4);
        assertThat(page.locator("main .skeleton")).hasCount(0);
        plot.scrollIntoViewIfNeeded();
        page.waitForTimeout(300);
        BoundingBox box = plot.boundingBox();
        double middle = box.y + box.height / 2;
        page.mouse().move(box.x + box.width * 0.4, middle);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.6, middle, new Mouse.MoveOptions().setSteps(4));
        page.mouse().up();
        assertThat(page).hasURL(Pattern.compile(".*[?&]zoom=\\d+(~|%7E)\\d+.*"));
        plot.dblclick();
        assertThat(page).not().hasURL(Pattern.compile(".*zoom=.*"));
    }

    private static String rerunAndKill(Page page, String appId) {
        button(page, "Run again").click();
        page.waitForURL(address -> isAnother(address, appId));
        assertThat(page.locator("main h1")).not().hasText(appId);
        kill(page);
        return appIdOf(page);
    }

    private static void cloneAndKill(Page page, String appId) {
        button(page, "More actions").click();
        page.getByText("Clone and change…").click();
        Locator dialog = page.locator("dialog[open]");
        assertThat(dialog.getByLabel("Main file"))
                .hasValue(Pattern.compile("spindrift://file/[0-9a-f]{64}/steps.py"));
        assertThat(dialog.getByLabel("Job", exactly())).hasValue("journey");
        assertThat(dialog.getByLabel("Arguments")).hasValue("12");
        dialog.getByLabel("Arguments").fill("11");
        button(dialog, "Submit").click();
        page.waitForURL(address -> isAnother(address, appId));
        kill(page);
        page.locator("nav.tabs").getByText("Configuration").click();
        assertThat(page.locator("main table")).containsText("11");
    }

    private static boolean isAnother(String address, String appId) {
        return address.contains("/applications/local/journey-") && !address.contains(appId);
    }

    private static void kill(Page page) {
        button(page, "Kill").click();
        button(page.locator("dialog[open]"), "Kill").click();
        // A driver has its time to end, and its log to be read.
        assertThat(pill(page)).hasText("Killed", within(RUN));
        assertThat(page.locator(".banner.killed")).isVisible();
    }

    @Test
    void signIn_wrongToken_saysSoAndStays(Platform platform, Browser browser) {
        try (Console console = visit(platform, browser)) {
            console.open("/jobs");
            console.page().getByLabel("Token").fill("sd_wrong_wrong_wrong_wrong");
            console.page().keyboard().press("Enter");
            assertThat(console.page().getByRole(AriaRole.ALERT))
                    .containsText("does not know this token");

            console.page().getByLabel("Token").fill(platform.adminToken());
            console.page().keyboard().press("Enter");
            assertThat(console.heading()).hasText("Jobs");
        }
    }

    @Test
    void signOut_endsTheSession(Platform platform, Browser browser) {
        try (Console console = visit(platform, browser)) {
            console.signIn(platform.adminToken());
            button(console.page(), "User admin").click();
            console.page().getByText("Sign out").click();
            assertThat(console.page().getByLabel("Token")).isVisible();

            console.open("/costs");
            assertThat(console.page().getByLabel("Token")).isVisible();
        }
    }

    @Test
    void theme_switched_staysAfterReload(Platform platform, Browser browser) {
        try (Console console = visit(platform, browser)) {
            console.signIn(platform.adminToken());
            String light = background(console.page());
            button(console.page(), "Theme").click();
            console.page().getByText("Dark").click();
            console.page().reload();
            console.settle();

            assertThat(background(console.page())).isNotEqualTo(light);
        }
    }

    @Test
    void keyboard_slashFindsAndArrowsWalkTheList(Gallery gallery, Browser browser) {
        try (Console console = visit(gallery.platform(), browser)) {
            console.signIn(gallery.platform().adminToken());
            Page page = console.page();
            page.keyboard().press("/");
            page.keyboard().type("halve");
            page.keyboard().press("Enter");
            page.waitForURL("**/search?q=halve");
            assertThat(page.locator("main")).containsText("halve", containing(RUN));

            console.open("/?sort=createdAt");
            Locator first = page.locator("tbody tr").first();
            first.focus();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("ArrowUp");
            assertThat(first).isFocused();
            page.keyboard().press("Enter");
            page.waitForURL("**/applications/*/*");
            page.goBack();
            assertThat(page).hasURL(Pattern.compile(".*/\\?sort=createdAt"));
        }
    }

    @Test
    void failed_application_saysWhyAtTheTop(Gallery gallery, Browser browser) {
        try (Console console = visit(gallery.platform(), browser)) {
            console.signIn(gallery.platform().adminToken());
            console.open("/applications/local/" + gallery.failed());
            assertThat(pill(console.page())).hasText("Failed");

            assertThat(console.page().locator(".banner.failed"))
                    .containsText("cannot halve 777 fairly");
        }
    }

    private static Console visit(Platform platform, Browser browser) {
        return new Console(browser.visitor(1280, 800, ColorScheme.LIGHT), platform.address());
    }

    private static Locator pill(Page page) {
        return page.locator("main .head .pill").first();
    }

    private static Locator figure(Page page, String name) {
        return page.locator("dl.tile", new Page.LocatorOptions().setHasText(name))
                .first()
                .locator(".figure");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String background(Page page) {
        return (String) page.evaluate("() => getComputedStyle(document.body).backgroundColor");
    }

    private static Locator.GetByLabelOptions exactly() {
        return new Locator.GetByLabelOptions().setExact(true);
    }

    private static Locator.GetByTextOptions exactText() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static LocatorAssertions.HasTextOptions within(Duration time) {
        return new LocatorAssertions.HasTextOptions().setTimeout((double) time.toMillis());
    }

    private static LocatorAssertions.ContainsTextOptions containing(Duration time) {
        return new LocatorAssertions.ContainsTextOptions().setTimeout((double) time.toMillis());
    }

    private static LocatorAssertions.IsVisibleOptions visible(Duration time) {
        return new LocatorAssertions.IsVisibleOptions().setTimeout((double) time.toMillis());
    }
}
