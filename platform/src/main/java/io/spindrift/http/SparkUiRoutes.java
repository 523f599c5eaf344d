package io.spindrift.http;

import io.spindrift.app.Application;
import io.spindrift.runtime.ClusterRuntime;
import io.spindrift.runtime.LaunchId;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Lets a viewer into the own Spark UI of a driver that lives.
final class SparkUiRoutes {
    private final Map<String, ClusterRuntime> runtimes;
    private final AppFinder finder;
    private final SparkUiDoor door;
    private final InstantSource clock;
    private final IntSupplier port;

    SparkUiRoutes(
            Map<String, ClusterRuntime> runtimes,
            AppFinder finder,
            SparkUiDoor door,
            InstantSource clock,
            IntSupplier port) {
        this.runtimes = runtimes;
        this.finder = finder;
        this.door = door;
        this.clock = clock;
        this.port = port;
    }

    void addTo(RouteTable table) {
        table.post("/ocean/spark/cluster/{clusterId}/app/{appId}/spark-ui", this::open);
    }

    private void open(Call call) {
        call.query();
        Application app = finder.app(call);
        LaunchId launch = new LaunchId(app.id(), Math.max(1, app.progress().attempts().size()));
        InetSocketAddress address =
                Optional.ofNullable(runtimes.get(app.clusterId()))
                        .flatMap(runtime -> runtime.sparkUi(launch))
                        .orElseThrow(() ->
                                RefusedException.of(
                                        409,
                                        "NOT_RUNNING",
                                        "no driver of "
                                                + app.id()
                                                + " runs; its history is kept here"));
        if (!new SparkUiSource(address).answersFor(app.id())) {
            throw RefusedException.of(
                    409,
                    "NOT_READY",
                    "the driver's Spark UI does not answer yet; try again in a moment");
        }
        String host = call.header("Host").orElse("localhost");
        String scheme = call.request().isSecure() ? "https://" : "http://";
        SparkUiDoor.Driver driver = new SparkUiDoor.Driver(app.clusterId(), launch, scheme + host);
        String url = scheme + name(host) + ":" + port.getAsInt() + "/open/" + door.ticket(driver);
        call.answer(
                Answer.one(
                        "sparkUi",
                        Json.object()
                                .put("url", url)
                                .put("attempt", launch.attempt())
                                .put(
                                        "expiresAt",
                                        Json.time(clock.instant().plus(SparkUiDoor.TICKET_LIFE)))));
    }

    /// `example.org:8480` without its port.
    private static String name(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }
}
