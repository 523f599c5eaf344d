package io.spindrift.http;

import io.spindrift.runtime.LaunchId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Who may look at which driver's own UI. A ticket, good once and for a minute, is changed for a
/// room: a part of the path that nobody can guess, with a cookie of its own. So an address that was
/// copied opens nothing, and a page of one driver cannot find those of another.
///
/// In memory only: after a restart, viewers ask again. Thread-safe.
final class SparkUiDoor {
    static final Duration TICKET_LIFE = Duration.ofMinutes(1);
    static final Duration ROOM_LIFE = Duration.ofHours(12);
    private static final int MOST = 10_000;
    private static final int SECRET_BYTES = 32;

    /// Whose UI it is, and where the console is to which its viewer goes back.
    record Driver(String clusterId, LaunchId launch, String consoleOrigin) {}

    /// @param name the first part of every path in it
    /// @param cookie what its one viewer shows at each request
    record Room(String name, String cookie, Driver driver) {
        boolean opensTo(String shown) {
            return MessageDigest.isEqual(
                    cookie.getBytes(StandardCharsets.UTF_8),
                    shown.getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Until<T>(T value, Instant end) {}

    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Until<Driver>> tickets = new LinkedHashMap<>();
    private final Map<String, Until<Room>> rooms = new LinkedHashMap<>();

    SparkUiDoor(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    String ticket(Driver driver) {
        String ticket = secret();
        lock.lock();
        try {
            put(tickets, ticket, driver, TICKET_LIFE);
        } finally {
            lock.unlock();
        }
        return ticket;
    }

    /// Changes a ticket for a room; empty when it is not known, was used, or is too old.
    Optional<Room> enter(String ticket) {
        lock.lock();
        try {
            Until<Driver> known = tickets.remove(ticket);
            if (known == null || known.end().isBefore(clock.instant())) {
                return Optional.empty();
            }
            Room room = new Room(secret(), secret(), known.value());
            put(rooms, room.name(), room, ROOM_LIFE);
            return Optional.of(room);
        } finally {
            lock.unlock();
        }
    }

    Optional<Room> room(String name) {
        lock.lock();
        try {
            Until<Room> known = rooms.get(name);
            return known == null || known.end().isBefore(clock.instant())
                    ? Optional.empty()
                    : Optional.of(known.value());
        } finally {
            lock.unlock();
        }
    }

    /// The oldest go first, as those that are over do.
    private <T> void put(Map<String, Until<T>> all, String key, T value, Duration life) {
        Instant now = clock.instant();
        Iterator<Until<T>> oldest = all.values().iterator();
        while (oldest.hasNext() && (oldest.next().end().isBefore(now) || all.size() >= MOST)) {
            oldest.remove();
        }
        all.put(key, new Until<>(value, now.plus(life)));
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
