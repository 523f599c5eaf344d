package io.spindrift.history.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.spindrift.history.RunId;
import org.jspecify.annotations.Nullable;

/// What these routes need of the server that mounts them.
///
/// Handlers refuse bad parameters with [IllegalArgumentException] (400, its message is a plain
/// sentence) and what is not there with Helidon's `NotFoundException` (404): the mounter's error
/// handling answers them.
public interface Mount {
    /// The run that the path (`{appId}`, and whatever the mounter put before it) and `?attempt=`
    /// mean, the last attempt by default. Also the place to check who may see it. Throws what the
    /// mounter's own error handling knows.
    RunId run(ServerRequest request);

    /// Another run of the same place, which a question names beside the path's: as [#run] finds
    /// one.
    ///
    /// @param attempt the last where it is absent
    RunId other(ServerRequest request, String appId, @Nullable Integer attempt);

    /// Puts the answer into the mounter's envelope and sends it; as CSV where `?format=csv` asks
    /// so.
    void send(ServerRequest request, ServerResponse response, Answer answer);
}
