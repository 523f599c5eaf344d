package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The codes that refusals carry are those that `openapi.yaml` tells clients of.
final class CodesTest {
    private static final Pattern DOCUMENTED =
            Pattern.compile("`errors\\[]\\.code` is one of `([A-Z_\\s]+)`");

    /// What begins a refusal; its code is the first text that follows.
    private static final Pattern REFUSAL =
            Pattern.compile(
                    "(?:new (?:Problem|Refusal|InvalidRequestException)\\(|(?:of|refused)\\(\\s*\\d{3},)"
                            + "[^\"();]{0,80}+\"([A-Z][A-Z_]+)\"(?:\\s*:\\s*\"([A-Z][A-Z_]+)\")?");

    @Test
    void codes_ofAllRefusals_areDocumented_andNoOthers() {
        assertThat(sent()).isEqualTo(documented());
    }

    private static Set<String> documented() {
        try (InputStream in =
                Objects.requireNonNull(CodesTest.class.getResourceAsStream("openapi.yaml"))) {
            Matcher list =
                    DOCUMENTED.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(list.find()).isTrue();
            return new TreeSet<>(Arrays.asList(list.group(1).strip().split("\\s+")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> sent() {
        Set<String> codes = new TreeSet<>();
        for (String module : new String[] {"app", "submit", "runtime", "http"}) {
            try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/spindrift", module))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> add(file, codes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return codes;
    }

    private static void add(Path file, Set<String> codes) {
        try {
            String source = Files.readString(file);
            REFUSAL.matcher(source).results().forEach(found -> add(found, codes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(MatchResult found, Set<String> codes) {
        for (int group = 1; group <= found.groupCount(); group++) {
            if (found.group(group) != null) {
                codes.add(found.group(group));
            }
        }
    }
}
