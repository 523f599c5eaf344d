package io.spindrift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// That the tools of the browser tests themselves work, and find what they are to find.
final class BrowserIT {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9/");

    @Test
    void obstacles_imageWithoutWordsAndPaleText_areFound() {
        try (Browser browser = Browser.start();
                Console console =
                        console(browser, "<p style='color:#ddd'>pale</p><img src='/a'>")) {
            console.open("/");

            assertThat(console.obstacles())
                    .anyMatch(line -> line.startsWith("image-alt"))
                    .anyMatch(line -> line.startsWith("color-contrast"));
        }
    }

    @Test
    void complaints_inlineScriptUnderStrictPolicy_areFound() {
        try (Browser browser = Browser.start();
                Console console = console(browser, "<h1>Here</h1><script>alert(1)</script>")) {
            console.open("/");
            // What the browser says comes beside the page.
            List<String> complaints = new ArrayList<>();
            console.page()
                    .waitForCondition(() -> {
                        complaints.addAll(console.complaints());
                        return complaints.stream().anyMatch(BrowserIT::ofPolicy);
                    });

            assertThat(complaints).anyMatch(BrowserIT::ofPolicy);
        }
    }

    private static boolean ofPolicy(String complaint) {
        return complaint.contains("Content Security");
    }

    private static Console console(Browser browser, String body) {
        Console console = new Console(browser.visitor(390, 800, ColorScheme.LIGHT), NOWHERE);
        console.page()
                .route(
                        "**/*",
                        route ->
                                route.fulfill(
                                        new Route.FulfillOptions()
                                                .setHeaders(
                                                        Map.of(
                                                                "Content-Type",
                                                                "text/html",
                                                                "Content-Security-Policy",
                                                                "default-src 'self'; style-src"
                                                                        + " 'unsafe-inline'"))
                                                .setBody(
                                                        "<!doctype html><html lang=en><title>x</title><main>"
                                                                + body)));
        return console;
    }
}
