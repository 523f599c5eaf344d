package io.spindrift.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.http.SparkUiDoor.Driver;
import io.spindrift.http.SparkUiDoor.Room;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Drivers' own Spark UIs, on a port of their own: to a browser that is another origin, so that
/// what a job puts on its page cannot act as its viewer. Reads only, and only while the driver
/// lives. Neither side hears of the other's cookies.
final class SparkUiProxy implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SparkUiProxy.class.getName());
    private static final String COOKIE = "spindrift-spark-ui";
    private static final int HTML_BYTES_MAX = 32 << 20;

    private final ApiSettings settings;
    private final SparkUiDoor door;
    private final Function<Driver, Optional<InetSocketAddress>> drivers;
    private final WebServer server;

    SparkUiProxy(
            ApiSettings settings,
            SparkUiDoor door,
            Function<Driver, Optional<InetSocketAddress>> drivers) {
        this.settings = settings;
        this.door = door;
        this.drivers = drivers;
        this.server = Api.listening(settings, wanted(settings)).routing(this::routing).build();
    }

    /// @throws IllegalArgumentException when the port that was asked for is taken
    void start() {
        server.start();
        if (!server.isRunning()) {
            throw new IllegalArgumentException(
                    "cannot listen on "
                            + settings.host()
                            + " with spark-ui-port; is it taken? Choose another");
        }
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static int wanted(ApiSettings settings) {
        if (settings.sparkUiPort() != null) {
            return settings.sparkUiPort();
        }
        if (settings.port() == 0) {
            return 0;
        }
        int next = settings.port() + 1;
        if (next < 65_536 && free(settings.host(), next)) {
            return next;
        }
        LOG.log(Level.WARNING, "Spark UIs take any port, as this is taken port={0}", next);
        return 0;
    }

    private static boolean free(String host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void routing(HttpRouting.Builder routing) {
        routing.get("/open/{ticket}", this::enter);
        routing.any(this::pass);
    }

    private void enter(ServerRequest request, ServerResponse response) {
        Optional<Room> room = door.enter(request.path().pathParameters().get("ticket"));
        if (room.isEmpty()) {
            notice(response, 403, "This link was used or is too old. Open it anew.", null);
            return;
        }
        String name = room.get().name();
        response.header(
                HeaderNames.SET_COOKIE,
                String.format(
                        Locale.ROOT,
                        "%s=%s; Path=/%s/; Max-Age=%d; HttpOnly; SameSite=Strict%s",
                        COOKIE,
                        room.get().cookie(),
                        name,
                        SparkUiDoor.ROOM_LIFE.toSeconds(),
                        request.isSecure() ? "; Secure" : ""));
        response.header(HeaderNames.LOCATION, "/" + name + "/jobs/");
        guard(response).status(Status.FOUND_302).send();
    }

    private void pass(ServerRequest request, ServerResponse response) {
        String path = request.prologue().uriPath().rawPath();
        int slash = path.indexOf('/', 1);
        Optional<Room> room = slash < 0 ? Optional.empty() : door.room(path.substring(1, slash));
        String shown = request.headers().cookies().first(COOKIE).orElse("");
        if (room.isEmpty() || !room.get().opensTo(shown)) {
            notice(response, 403, "Open the Spark UI from its application's page.", null);
            return;
        }
        String method = request.prologue().method().text();
        String asked = path.substring(slash);
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (!reads || SparkUiPage.kills(asked)) {
            notice(response, 403, "Nothing can be ended from here.", room.get().driver());
            return;
        }
        Optional<InetSocketAddress> driver = drivers.apply(room.get().driver());
        if (driver.isEmpty()) {
            notice(
                    response,
                    410,
                    "The driver has ended, and its own Spark UI with it.",
                    room.get().driver());
            return;
        }
        String query = request.prologue().query().rawValue();
        forward(
                new Asked(method, asked + (query.isEmpty() ? "" : "?" + query)),
                room.get(),
                driver.get(),
                request,
                response);
    }

    private record Asked(String method, String path) {}

    private void forward(
            Asked asked,
            Room room,
            InetSocketAddress driver,
            ServerRequest request,
            ServerResponse response) {
        Map<String, String> headers = new HashMap<>();
        request.headers().stream()
                .filter(header -> SparkUiPage.ASKED.contains(header.headerName().lowerCase()))
                .forEach(header -> headers.put(header.name(), header.values()));
        headers.put("X-Forwarded-Context", "/" + room.name());
        HttpURLConnection connection = null;
        try {
            connection = new SparkUiSource(driver).ask(asked.method(), asked.path(), headers);
            answer(connection, room, driver, response);
        } catch (IOException e) {
            if (response.isSent()) {
                throw new UncheckedIOException("the driver's UI broke off", e);
            }
            notice(response, 502, "The driver's Spark UI does not answer.", room.driver());
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    private static void answer(
            HttpURLConnection connection,
            Room room,
            InetSocketAddress driver,
            ServerResponse response)
            throws IOException {
        int status = connection.getResponseCode();
        connection
                .getHeaderFields()
                .forEach((name, values) -> {
                    if (name != null
                            && SparkUiPage.ANSWERED.contains(name.toLowerCase(Locale.ROOT))) {
                        response.header(HeaderNames.create(name), values.toArray(String[]::new));
                    }
                });
        String location = connection.getHeaderField("Location");
        if (location != null) {
            String inside = SparkUiPage.location(location, driver, room.name());
            response.header(HeaderNames.LOCATION, inside);
        }
        guard(response).status(Status.create(status));
        InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        String type = connection.getContentType();
        if (body == null || status == 304 || connection.getRequestMethod().equals("HEAD")) {
            response.send();
        } else if (type != null && SparkUiPage.html(type)) {
            response.send(SparkUiPage.inRoom(whole(body), room.name()));
        } else {
            try (OutputStream out = response.outputStream()) {
                body.transferTo(out);
            }
        }
    }

    private static byte[] whole(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(HTML_BYTES_MAX + 1);
        if (bytes.length > HTML_BYTES_MAX) {
            throw new IOException("a page of more than " + HTML_BYTES_MAX + " bytes");
        }
        return bytes;
    }

    private static ServerResponse guard(ServerResponse response) {
        return response.header("Content-Security-Policy", SparkUiPage.POLICY)
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff");
    }

    private static void notice(
            ServerResponse response, int status, String sentence, @Nullable Driver driver) {
        String link =
                driver == null
                        ? ""
                        : driver.consoleOrigin()
                                + "/applications/"
                                + driver.clusterId()
                                + "/"
                                + driver.launch().appId();
        guard(response)
                .header("Content-Type", "text/html; charset=utf-8")
                .header("Cache-Control", "no-store")
                .status(Status.create(status))
                .send(SparkUiPage.notice(sentence, link, "To the application"));
    }
}
