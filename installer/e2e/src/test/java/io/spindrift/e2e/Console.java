package io.spindrift.e2e;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The console in a browser, as a person has it before him; notes what he would not see.
final class Console implements AutoCloseable {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private final BrowserContext visitor;
    private final Page page;
    private final URI address;
    private final List<String> complaints = new ArrayList<>();

    Console(BrowserContext visitor, URI address) {
        this.visitor = visitor;
        this.address = address;
        this.page = visitor.newPage();
        page.setDefaultTimeout(30_000);
        page.onPageError(error -> complaints.add("error: " + error));
        page.onConsoleMessage(message -> {
            boolean bad = message.type().equals("error") || message.type().equals("warning");
            if (bad && !expected(message.text())) {
                complaints.add(message.type() + ": " + message.text() + " " + message.location());
            }
        });
        page.onResponse(this::note);
    }

    /// Chromium itself reports each refused request as an error; those are judged by [#note].
    private static boolean expected(String text) {
        return text.startsWith("Failed to load resource");
    }

    private void note(Response response) {
        boolean signedOut = response.status() == 401;
        if (response.status() >= 400 && !signedOut) {
            complaints.add(response.status() + " " + response.url());
        }
    }

    Page page() {
        return page;
    }

    void open(String path) {
        page.navigate(address.resolve(path).toString());
    }

    /// Signs in by the form that whoever is signed out sees.
    void signIn(String token) {
        open("/");
        page.getByLabel("Token").fill(token);
        page.keyboard().press("Enter");
        page.locator("main h1:has-text('Applications')").waitFor();
    }

    /// Has the cookie from then on, and has loaded no page.
    void signInQuietly(String token) {
        APIResponse answer =
                visitor.request()
                        .post(
                                address.resolve("/login").toString(),
                                RequestOptions.create().setData(Map.of("token", token)));
        if (!answer.ok()) {
            throw new AssertionError("sign in: " + answer.status() + " " + answer.text());
        }
    }

    /// Waits until no panel of the page is loading.
    void settle() {
        page.locator("main h1").first().waitFor();
        page.waitForFunction("() => !document.querySelector('.skeleton, [aria-busy=\"true\"]')");
    }

    Locator heading() {
        return page.locator("main h1").first();
    }

    void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    /// What the browser complained of since the last call.
    List<String> complaints() {
        List<String> since = List.copyOf(complaints);
        complaints.clear();
        return since;
    }

    /// What axe-core calls serious or critical, one line an element.
    List<String> obstacles() {
        List<String> lines = new ArrayList<>();
        for (Rule rule : new AxeBuilder(page).analyze().getViolations()) {
            if (GRAVE.contains(rule.getImpact())) {
                rule.getNodes()
                        .forEach(node ->
                                lines.add(
                                        rule.getId()
                                                + ": "
                                                + node.getHtml()
                                                + " "
                                                + node.getFailureSummary()));
            }
        }
        return lines;
    }

    /// How far the page is wider than the window.
    int overflow() {
        return (int)
                page.evaluate(
                        "() => document.documentElement.scrollWidth"
                                + " - document.documentElement.clientWidth");
    }

    @Override
    public void close() {
        visitor.close();
    }
}
