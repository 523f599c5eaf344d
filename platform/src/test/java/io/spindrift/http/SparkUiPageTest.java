package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SparkUiPageTest {
    private static final InetSocketAddress DRIVER =
            InetSocketAddress.createUnresolved("127.0.0.1", 20_001);

    @ParameterizedTest
    @CsvSource({
        "<a href='/jobs/'>, <a href='/room/jobs/'>",
        "<a href='/room/jobs/'>, <a href='/room/jobs/'>",
        "<img src = '/static/x.png'>, <img src = '/room/static/x.png'>",
        "<form action='/x'>, <form action='/room/x'>",
        "<a href='//example.org/x'>, <a href='//example.org/x'>",
        "<a href='../stages/'>, <a href='../stages/'>",
        "<a href='/roomy'>, <a href='/room/roomy'>",
        "<script>setUIRoot('/room')</script>, <script>setUIRoot('/room')</script>"
    })
    void inRoom_linksFromTheRoot_beginInTheRoom(String before, String after) {
        String html = before.replace("'", "\"") + before;
        byte[] page = SparkUiPage.inRoom(html.getBytes(StandardCharsets.UTF_8), "room");
        assertThat(new String(page, StandardCharsets.UTF_8))
                .isEqualTo(after.replace("'", "\"") + after);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:20001/jobs/, /room/jobs/",
        "http://localhost:20001/room/jobs/, /room/jobs/",
        "/jobs/, /room/jobs/",
        "jobs/, jobs/",
        "//example.org/, //example.org/",
        "https://example.org/jobs/, https://example.org/jobs/"
    })
    void location_ofTheDriver_isInTheRoom(String before, String after) {
        assertThat(SparkUiPage.location(before, DRIVER, "room")).isEqualTo(after);
    }

    @Test
    void kills_whatEndsSomething_isKnownByItsPath() {
        assertThat(SparkUiPage.kills("/jobs/job/kill/")).isTrue();
        assertThat(SparkUiPage.kills("/stages/stage/KILL")).isTrue();
        assertThat(SparkUiPage.kills("/jobs/job/")).isFalse();
    }

    @Test
    void notice_signsOfMarkup_areText() {
        String page =
                new String(
                        SparkUiPage.notice("a < b & \"c\"", "http://h/?a&b", "Back"),
                        StandardCharsets.UTF_8);
        assertThat(page).contains("a &lt; b &amp; &quot;c&quot;").contains("http://h/?a&amp;b");
    }
}
