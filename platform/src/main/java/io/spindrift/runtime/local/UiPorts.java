package io.spindrift.runtime.local;

import io.spindrift.runtime.LaunchId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// Ports for drivers' own UIs. Left to itself Spark takes any, and tells it in its log only: so
/// that a UI can be found, its port is chosen before the driver starts. They lie below those that
/// the system gives to connections, which could take one in between.
final class UiPorts {
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;
    private static final int TRIES = 200;

    private UiPorts() {}

    /// A port that nobody listens on and no attempt was told; 0 where none is found.
    static int free(LaunchId id, Collection<Attempt> others) {
        Set<Integer> told =
                others.stream().map(attempt -> attempt.plan().uiPort()).collect(Collectors.toSet());
        int begin = Math.floorMod(id.hashCode(), COUNT);
        for (int tried = 0; tried < TRIES; tried++) {
            int port = FIRST + (begin + tried) % COUNT;
            if (!told.contains(port) && nobodyListens(port)) {
                return port;
            }
        }
        return 0;
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static boolean nobodyListens(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address(port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
