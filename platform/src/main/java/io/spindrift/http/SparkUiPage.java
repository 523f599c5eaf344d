package io.spindrift.http;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a driver's UI says, made to work below a room's path and to harm nobody there. Pure.
///
/// Spark itself puts `X-Forwarded-Context` before its links; pages of others that do not are
/// rewritten.
final class SparkUiPage {
    /// A job's page may do to itself what it likes, and reach nothing else: neither the console on
    /// its other port nor hosts beyond. Spark's own pages need inline scripts.
    static final String POLICY =
            "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; form-action 'self';"
                    + " frame-ancestors 'none'; base-uri 'self'";

    /// Answered to the browser as the driver said them; cookies are not among them.
    static final Set<String> ANSWERED =
            Set.of(
                    "content-type",
                    "cache-control",
                    "content-disposition",
                    "etag",
                    "expires",
                    "last-modified",
                    "vary");

    /// Told to the driver as the browser said them; who asks is not among them.
    static final Set<String> ASKED =
            Set.of("accept", "accept-language", "if-modified-since", "if-none-match", "range");

    private static final Pattern LINK =
            Pattern.compile(
                    "(\\b(?:href|src|action)\\s*=\\s*[\"'])/(?!/)", Pattern.CASE_INSENSITIVE);
    private static final Pattern KILL = Pattern.compile(".*/(kill|terminate)/?", Pattern.DOTALL);

    private SparkUiPage() {}

    /// Whether a path of Spark's UI ends something; that is done in the console, where it is known
    /// who may.
    static boolean kills(String path) {
        return KILL.matcher(path.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean html(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    /// Links that begin at the root begin in the room.
    static byte[] inRoom(byte[] html, String room) {
        String text = new String(html, StandardCharsets.UTF_8);
        String prefix = room + "/";
        return LINK.matcher(text)
                .replaceAll(found ->
                        text.startsWith(prefix, found.end())
                                ? "$0"
                                : "$1/" + Matcher.quoteReplacement(prefix))
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Where a redirect of the driver leads in the room; one to elsewhere stays as it is.
    static String location(String location, InetSocketAddress driver, String room) {
        String path = location;
        for (String host : List.of(driver.getHostString(), "127.0.0.1", "localhost")) {
            String origin = "http://" + host + ":" + driver.getPort();
            if (location.startsWith(origin + "/")) {
                path = location.substring(origin.length());
            }
        }
        if (!path.startsWith("/") || path.startsWith("//") || path.startsWith("/" + room + "/")) {
            return path;
        }
        return "/" + room + path;
    }

    /// A page of ours: one sentence, and the way back.
    static byte[] notice(String sentence, String link, String word) {
        Map<String, String> unsafe = Map.of("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;");
        String safe = sentence;
        String target = link;
        for (String sign : new String[] {"&", "<", ">", "\""}) {
            safe = safe.replace(sign, unsafe.getOrDefault(sign, ""));
            target = target.replace(sign, unsafe.getOrDefault(sign, ""));
        }
        return ("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Spark UI</title>"
                        + "<meta name=\"viewport\" content=\"width=device-width\">"
                        + "<body style=\"font:16px/1.5 system-ui;max-width:36rem;margin:15vh auto;"
                        + "padding:0 1rem\"><p>"
                        + safe
                        + "</p>"
                        + (link.isEmpty()
                                ? ""
                                : "<p><a href=\"" + target + "\">" + word + "</a></p>")
                        + "</body></html>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
