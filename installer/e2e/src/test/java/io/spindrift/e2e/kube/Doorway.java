package io.spindrift.e2e.kube;

import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Leads pods to a platform that listens on this machine's loopback interface alone: from the
/// address at which nodes see this machine.
final class Doorway implements AutoCloseable {
    private final InetSocketAddress platform;
    private final ServerSocket door;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private Doorway(InetSocketAddress platform, ServerSocket door) {
        this.platform = platform;
        this.door = door;
    }

    static Doorway open(KubernetesClient client, URI platform) {
        try {
            ServerSocket door = new ServerSocket(0, 50, addressForNodes(client));
            InetSocketAddress behind =
                    new InetSocketAddress(platform.getHost(), platform.getPort());
            Doorway doorway = new Doorway(behind, door);
            Thread.ofVirtual().start(doorway::accept);
            return doorway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As pods reach the platform.
    String url() {
        return "http://" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort();
    }

    /// The address from which this machine would speak to a node.
    private static InetAddress addressForNodes(KubernetesClient client) throws IOException {
        String node =
                client.nodes().list().getItems().stream()
                        .flatMap(each -> each.getStatus().getAddresses().stream())
                        .filter(address -> address.getType().equals("InternalIP"))
                        .map(NodeAddress::getAddress)
                        .findFirst()
                        .orElseThrow();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(node, 9));
            return socket.getLocalAddress();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket outside = door.accept();
                Socket inside = new Socket(platform.getAddress(), platform.getPort());
                sockets.add(outside);
                sockets.add(inside);
                Thread.ofVirtual().start(() -> copy(outside, inside));
                Thread.ofVirtual().start(() -> copy(inside, outside));
            } catch (IOException e) {
                // Closed, or the platform is away: whoever knocks tries again.
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either end closed, which closes the other.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
