package io.spindrift.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs the other commands against a stand-in for the platform, so that the installer's AOT cache
/// holds all classes that a real call needs.
final class RehearseCommand implements Command {
    private static final String APPLICATION =
            """
            {"id": "a-1", "appState": "COMPLETED", "createdAt": "2026-11-21T09:15:00.000Z",
             "uri": "spindrift://file/0/a.py", "complete": false, "receivedBytes": 0,
             "metrics": {"durationMillis": 69640, "coreHours": 0.03, "efficiency": 0.7,
              "tasks": {"total": 4, "completed": 4}, "stages": {"total": 1, "completed": 1}},
             "cost": {"total": {"amount": 0.000842, "currency": "USD"}},
             "attempts": [{"attempt": 1, "exitCode": 0}], "displayName": "a",
             "groups": [], "totals": {}, "issues": {"error": 0, "warning": 0}}\
            """;

    private static final Syntax SYNTAX = Syntax.of("rehearse", "");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Call call) {
        try {
            return rehearse(call.surroundings());
        } catch (IOException e) {
            throw new RefusedException("no rehearsal: " + e.getMessage());
        }
    }

    private static int rehearse(Surroundings surroundings) throws IOException {
        byte[] answer =
                ("{\"response\": {\"items\": [" + APPLICATION + "], \"count\": 1, \"total\": 1}}")
                        .getBytes(StandardCharsets.UTF_8);
        HttpServer stand =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stand.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        stand.start();
        Path file = Files.createTempFile("rehearsal", ".py");
        try {
            rehearse(
                    surroundings,
                    "http://127.0.0.1:" + stand.getAddress().getPort(),
                    file.toString());
            return 0;
        } finally {
            Files.delete(file);
            stand.stop(0);
        }
    }

    private static void rehearse(Surroundings surroundings, String url, String file) {
        List<List<String>> lines =
                List.of(
                        List.of("apps", "--url", url),
                        List.of("apps", "--json", "--url", url),
                        List.of("app", "--url", url, "a-1"),
                        List.of("jobs", "--url", url),
                        List.of("costs", "--url", url),
                        List.of("kill", "--url", url, "a-1"),
                        List.of("logs", "--url", url, "--json", "a-1"),
                        List.of("submit", "--url", url, "--wait", "--conf", "a=b", file, "--x"),
                        List.of("doctor", "--url", url),
                        List.of("--help"),
                        List.of("submit", "--help"));
        for (List<String> words : lines) {
            PrintWriter nowhere =
                    new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            new Spindrift(surroundings, nowhere, nowhere).run(words);
        }
    }
}
