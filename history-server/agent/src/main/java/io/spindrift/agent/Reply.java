package io.spindrift.agent;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the server answered, as far as it matters here.
final class Reply {
    private static final Pattern NEXT = Pattern.compile("\"next\"\\s*:\\s*(\\d{1,18})");
    private static final Pattern MESSAGE =
            Pattern.compile("\"message\"\\s*:\\s*\"([^\"]{1,200})\"");

    final int status;
    final String body;

    /// What `Retry-After` says; 0 where it does not.
    final long retryAfterMillis;

    Reply(int status, String body, long retryAfterMillis) {
        this.status = status;
        this.body = body;
        this.retryAfterMillis = retryAfterMillis;
    }

    boolean taken() {
        return status / 100 == 2;
    }

    /// Whether it is worth asking again.
    boolean later() {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /// The number of the line wanted next; -1 where the answer has none.
    long next() {
        Matcher found = NEXT.matcher(body);
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    /// The last message in it, for the envelope has one of its status before that.
    String sentence() {
        Matcher found = MESSAGE.matcher(body);
        String sentence = "";
        while (found.find()) {
            sentence = found.group(1);
        }
        return sentence;
    }
}
