package io.spindrift.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How heavy a page is and how fast it is there, by the browser's own clock.
///
/// @param scriptBytes of scripts, as they came over the wire
/// @param paintMillis first contentful paint
/// @param readyMillis last panel filled
/// @param frameMillis the longest frame or task after the page was there, scrolled through
record PageTimes(long scriptBytes, double paintMillis, double readyMillis, double frameMillis) {
    /// Runs before the page's own scripts. `ready` is when the page was last seen to have become
    /// whole.
    private static final String WATCH =
            """
            window.watched = { ready: 0, frames: [] };
            new MutationObserver(() => {
                const whole = document.querySelector('main h1')
                    && !document.querySelector('.skeleton, [aria-busy="true"]');
                if (whole && !window.watched.whole) window.watched.ready = performance.now();
                window.watched.whole = whole;
            }).observe(document, { subtree: true, childList: true, attributes: true });
            for (const type of ['longtask', 'long-animation-frame']) {
                if (!PerformanceObserver.supportedEntryTypes.includes(type)) continue;
                new PerformanceObserver(list => {
                    for (const entry of list.getEntries())
                        window.watched.frames.push([entry.startTime, entry.duration]);
                }).observe({ type, buffered: true });
            }
            """;

    private static final int SCROLLS = 20;

    /// @param visitor signed in, with nothing of the page in its cache
    static PageTimes of(Console visitor, String path) {
        Page page = visitor.page();
        page.addInitScript(WATCH);
        List<Request> scripts = new ArrayList<>();
        page.onRequestFinished(request -> {
            if (request.resourceType().equals("script")) {
                scripts.add(request);
            }
        });
        visitor.open(path);
        visitor.settle();
        page.waitForTimeout(300);
        page.mouse().move(640, 500);
        for (int i = 0; i < SCROLLS; i++) {
            page.mouse().wheel(0, 300);
            page.waitForTimeout(40);
        }
        page.waitForTimeout(200);
        long bytes = scripts.stream().mapToLong(one -> one.sizes().responseBodySize).sum();
        return new PageTimes(
                bytes, paint(page), number(page, "() => window.watched.ready"), frame(page));
    }

    private static double paint(Page page) {
        return number(
                page,
                "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1");
    }

    /// Frames that began before the page was whole are told by its time until then.
    private static double frame(Page page) {
        return number(
                page,
                """
                () => Math.max(0, ...window.watched.frames
                    .filter(([start]) => start > window.watched.ready)
                    .map(([, duration]) => duration))
                """);
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression, Map.of())).doubleValue();
    }
}
