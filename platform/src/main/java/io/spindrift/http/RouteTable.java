package io.spindrift.http;

import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every route there is: methods of a path that are not in it are answered with 405.
final class RouteTable {
    private final Map<String, Map<String, Endpoint>> paths = new LinkedHashMap<>();

    RouteTable get(String path, Endpoint endpoint) {
        return add("GET", path, endpoint);
    }

    RouteTable post(String path, Endpoint endpoint) {
        return add("POST", path, endpoint);
    }

    RouteTable put(String path, Endpoint endpoint) {
        return add("PUT", path, endpoint);
    }

    RouteTable patch(String path, Endpoint endpoint) {
        return add("PATCH", path, endpoint);
    }

    RouteTable delete(String path, Endpoint endpoint) {
        return add("DELETE", path, endpoint);
    }

    /// `GET /path`, as many as there are.
    List<String> routes() {
        List<String> routes = new ArrayList<>();
        paths.forEach((path, methods) ->
                methods.keySet().forEach(method -> routes.add(method + " " + path)));
        return routes;
    }

    void register(HttpRouting.Builder routing, Answers answers, long bodyLimitBytes) {
        paths.forEach((path, methods) -> {
            methods.forEach((method, endpoint) ->
                    routing.route(
                            Method.create(method),
                            path,
                            handler(endpoint, answers, bodyLimitBytes)));
            String allowed = String.join(", ", methods.keySet());
            routing.route(
                    method -> !methods.containsKey(method.text()),
                    PathMatchers.create(path),
                    (request, response) -> {
                        response.header("Allow", allowed);
                        throw RefusedException.of(
                                405,
                                "METHOD_NOT_ALLOWED",
                                request.prologue().method().text()
                                        + " is not allowed here, but "
                                        + allowed);
                    });
        });
    }

    private static Handler handler(Endpoint endpoint, Answers answers, long bodyLimitBytes) {
        return (request, response) ->
                endpoint.answer(new Call(request, response, answers, bodyLimitBytes));
    }

    private RouteTable add(String method, String path, Endpoint endpoint) {
        if (paths.computeIfAbsent(path, p -> new LinkedHashMap<>()).put(method, endpoint) != null) {
            throw new IllegalStateException(method + " " + path + " is there twice");
        }
        return this;
    }
}
