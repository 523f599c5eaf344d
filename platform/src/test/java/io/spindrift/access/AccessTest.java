package io.spindrift.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.kv.Database;
import io.spindrift.kv.DatabaseSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
    private static final String ADMIN = "sd_the-administrators-own";
    private static final Duration SESSION = Duration.ofHours(12);

    @TempDir Path folder;
    private Instant now = Instant.parse("2026-11-21T09:00:00Z");
    private Database database;
    private Access access;

    @BeforeEach
    void open() {
        database = Database.open(folder, DatabaseSettings.standard().withReservedDiskBytes(0));
        access = started(ADMIN);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void token_isKnownByItsTextAlone() {
        Access.NewToken made = access.create("airflow", "amy", false);

        assertThat(access.byToken(made.text()))
                .contains(new Identity("amy", false, made.token().id(), null));
        assertThat(access.byToken(made.text() + "x")).isEmpty();
        assertThat(access.byToken(made.token().hash())).isEmpty();
        assertThat(access.byToken("")).isEmpty();
        assertThat(access.byToken("x".repeat(100_000))).isEmpty();
    }

    @Test
    void token_isKeptAsItsHashOnly() throws IOException {
        String text = access.create("airflow", "amy", false).text();
        String cookie = access.login(ADMIN).orElseThrow().cookie();

        assertThat(access.tokens(admin()))
                .allSatisfy(token -> assertThat(token.toString()).doesNotContain(text, ADMIN));
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(text)
                        .doesNotContain(ADMIN)
                        .doesNotContain(cookie);
            }
        }
    }

    @Test
    void token_survivesAStart_andIsGoneOnceRevoked() {
        Access.NewToken made = access.create("airflow", "amy", false);
        String cookie = access.login(made.text()).orElseThrow().cookie();
        Access again = started(ADMIN);
        assertThat(again.byToken(made.text())).isPresent();
        assertThat(again.bySession(cookie)).isPresent();

        again.revoke(made.token().id());

        assertThat(again.byToken(made.text())).isEmpty();
        assertThat(again.bySession(cookie)).isEmpty();
        assertThat(started(ADMIN).byToken(made.text())).isEmpty();
    }

    @Test
    void administratorsToken_isTheOneGivenLast() {
        Access again = started("sd_another");

        assertThat(again.byToken(ADMIN)).isEmpty();
        assertThat(again.byToken("sd_another").orElseThrow().admin()).isTrue();
    }

    @Test
    void session_endsWhenItsTimeIsUp() {
        Access.Login login = access.login(ADMIN).orElseThrow();
        assertThat(login.identity().sessionEndsAt()).isEqualTo(now.plus(SESSION));
        now = now.plus(SESSION).minusMillis(1);
        assertThat(access.bySession(login.cookie())).isPresent();

        now = now.plusMillis(1);

        assertThat(access.bySession(login.cookie())).isEmpty();
        assertThat(started(ADMIN).bySession(login.cookie())).isEmpty();
    }

    @Test
    void session_endsWithTheLogout() {
        String cookie = access.login(ADMIN).orElseThrow().cookie();

        access.logout(cookie);

        assertThat(access.bySession(cookie)).isEmpty();
        assertThat(access.login("sd_nobodys")).isEmpty();
    }

    @Test
    void tokens_ofOthers_areForAdministratorsOnly() {
        Access.NewToken amys = access.create("airflow", "amy", false);
        access.create("cron", "ben", false);

        Identity amy = access.byToken(amys.text()).orElseThrow();

        assertThat(access.tokens(amy)).extracting(Token::user).containsExactly("amy");
        assertThat(access.tokens(admin())).hasSize(3);
        assertThat(access.users()).extracting(User::name).containsExactly("admin", "amy", "ben");
    }

    @Test
    void lastUse_isNotedToTheMinute() {
        access.byToken(ADMIN);
        Instant first = now;
        now = now.plusSeconds(59);
        access.byToken(ADMIN);
        assertThat(access.tokens(admin())).extracting(Token::lastUsedAt).isEqualTo(List.of(first));

        now = now.plusSeconds(1);
        access.byToken(ADMIN);

        assertThat(access.tokens(admin())).extracting(Token::lastUsedAt).isEqualTo(List.of(now));
    }

    private Identity admin() {
        return new Identity("admin", true, Access.ADMIN_TOKEN_ID, null);
    }

    private Access started(String adminToken) {
        Access made = new Access(new AccessStore(database), () -> now, new Random(7), SESSION);
        made.start(adminToken);
        return made;
    }
}
