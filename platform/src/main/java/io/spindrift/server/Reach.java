package io.spindrift.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Where the console is, and how to get there from another machine.
final class Reach {
    private Reach() {}

    /// @throws IllegalArgumentException when others could listen in, and nobody said that it is
    ///   fine
    static void check(EffectiveSettings settings) {
        boolean tls = settings.text(Setting.TLS_KEYSTORE).isPresent();
        String host = settings.required(Setting.HOST);
        if (!loopback(host) && !tls && !settings.flag(Setting.INSECURE)) {
            throw new IllegalArgumentException(
                    "host "
                            + host
                            + " can be reached from other machines: set tls-keystore and"
                            + " tls-keystore-password, or --insecure to send tokens in the clear; or"
                            + " keep 127.0.0.1 and come with "
                            + tunnel(settings.number(Setting.PORT, 0, 65_535)));
        }
    }

    static String sentence(EffectiveSettings settings, int port) {
        boolean tls = settings.text(Setting.TLS_KEYSTORE).isPresent();
        String host = settings.required(Setting.HOST);
        String url = (tls ? "https://" : "http://") + host + ":" + port;
        return loopback(host)
                ? "ready at " + url + " (from elsewhere: " + tunnel(port) + ")"
                : "ready at " + url;
    }

    private static String tunnel(int port) {
        return "ssh -L " + port + ":127.0.0.1:" + port + " " + machine();
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host " + host + " is not known", e);
        }
    }

    /// Its name; in a pod, the pod's.
    static String machine() {
        @Nullable String name = System.getenv("HOSTNAME");
        return name == null || name.isEmpty() ? "this-machine" : name;
    }
}
