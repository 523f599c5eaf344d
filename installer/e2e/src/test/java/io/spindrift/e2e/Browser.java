package io.spindrift.e2e;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;

/// Chromium without a window.
final class Browser implements AutoCloseable {
    /// Other tests run beside: what a page shows in a moment may take longer then.
    private static final double SHOWN_WITHIN_MILLIS = 20_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    static Browser start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(SHOWN_WITHIN_MILLIS);
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        BrowserType.LaunchOptions options =
                new BrowserType.LaunchOptions()
                        .setExecutablePath(Surroundings.chromium())
                        .setArgs(
                                List.of(
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync",
                                        "--no-first-run",
                                        "--force-color-profile=srgb"));
        return new Browser(playwright, playwright.chromium().launch(options));
    }

    /// A visitor of its own, who has never been here.
    BrowserContext visitor(int width, int height, ColorScheme theme) {
        return chromium.newContext(
                new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(theme)
                        .setLocale("en-GB")
                        .setTimezoneId("Europe/Berlin"));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
