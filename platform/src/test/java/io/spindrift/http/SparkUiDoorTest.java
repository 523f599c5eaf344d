package io.spindrift.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spindrift.http.SparkUiDoor.Driver;
import io.spindrift.http.SparkUiDoor.Room;
import io.spindrift.runtime.LaunchId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SparkUiDoorTest {
    private static final Driver DRIVER =
            new Driver("local", new LaunchId("etl-1", 1), "http://127.0.0.1:8480");

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T09:15:00Z"));
    private final SparkUiDoor door = new SparkUiDoor(now::get, new Random(7));

    @Test
    void enter_withATicket_opensARoomOnce() {
        String ticket = door.ticket(DRIVER);
        Room room = door.enter(ticket).orElseThrow();
        assertThat(room.driver()).isEqualTo(DRIVER);
        assertThat(door.room(room.name())).contains(room);
        assertThat(door.enter(ticket)).isEmpty();
    }

    @Test
    void enter_afterAMinute_isTooLate() {
        String ticket = door.ticket(DRIVER);
        pass(SparkUiDoor.TICKET_LIFE.plusMillis(1));
        assertThat(door.enter(ticket)).isEmpty();
    }

    @Test
    void room_afterItsTime_isClosed() {
        Room room = door.enter(door.ticket(DRIVER)).orElseThrow();
        pass(SparkUiDoor.ROOM_LIFE.plusMillis(1));
        assertThat(door.room(room.name())).isEmpty();
    }

    @Test
    void room_opensToItsCookieAlone() {
        Room room = door.enter(door.ticket(DRIVER)).orElseThrow();
        Room other = door.enter(door.ticket(DRIVER)).orElseThrow();
        assertThat(room.opensTo(room.cookie())).isTrue();
        assertThat(room.opensTo(other.cookie())).isFalse();
        assertThat(room.opensTo("")).isFalse();
        assertThat(room.name()).hasSize(43).isNotEqualTo(other.name());
    }

    @Test
    void tickets_beyondTheMost_pushOutTheOldest() {
        String first = door.ticket(DRIVER);
        for (int i = 0; i < 10_000; i++) {
            door.ticket(DRIVER);
        }
        assertThat(door.enter(first)).isEmpty();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
