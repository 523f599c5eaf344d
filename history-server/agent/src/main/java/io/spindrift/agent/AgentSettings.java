package io.spindrift.agent;

import java.net.MalformedURLException;
import java.net.URL;
import org.apache.spark.SparkConf;

/// What the application's Spark properties say. Their defaults stand in this file.
final class AgentSettings {
    private static final String PREFIX = "spark.spindrift.";

    final URL url;
    final String token;

    /// Empty: Spark's own.
    final String appId;

    /// 0: Spark's own.
    final int attempt;

    /// Where batches wait for the server.
    final String spoolFolder;

    final long spoolBytes;
    final long memoryBytes;

    /// An event is sent at the latest so long after it came.
    final long sendMillis;

    /// Between two samples of memory; 0 for none.
    final long memoryMillis;

    AgentSettings(
            URL url,
            String token,
            String appId,
            int attempt,
            String spoolFolder,
            long spoolBytes,
            long memoryBytes,
            long sendMillis,
            long memoryMillis) {
        this.url = url;
        this.token = token;
        this.appId = appId;
        this.attempt = attempt;
        this.spoolFolder = spoolFolder;
        this.spoolBytes = spoolBytes;
        this.memoryBytes = memoryBytes;
        this.sendMillis = sendMillis;
        this.memoryMillis = memoryMillis;
    }

    /// @throws IllegalArgumentException with a sentence for whoever set them
    static AgentSettings from(SparkConf conf) {
        return new AgentSettings(
                url(conf.get(PREFIX + "url", "")),
                token(conf),
                conf.get(PREFIX + "appId", ""),
                conf.getInt(PREFIX + "attempt", 0),
                conf.get(PREFIX + "spoolFolder", System.getProperty("java.io.tmpdir")),
                conf.getSizeAsBytes(PREFIX + "spoolSize", "1g"),
                conf.getSizeAsBytes(PREFIX + "memorySize", "16m"),
                Math.max(50, conf.getTimeAsMs(PREFIX + "sendInterval", "1s")),
                conf.getTimeAsMs(PREFIX + "memoryInterval", "5s"));
    }

    /// A variable can be filled from a secret, so that no property tells it.
    private static String token(SparkConf conf) {
        String variable = System.getenv("SPINDRIFT_TOKEN");
        return conf.get(PREFIX + "token", variable == null ? "" : variable);
    }

    private static URL url(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(PREFIX + "url is not set");
        }
        try {
            URL url = new URL(text.endsWith("/") ? text : text + "/");
            if (!url.getProtocol().matches("https?")) {
                throw new IllegalArgumentException(PREFIX + "url must be http or https: " + text);
            }
            return url;
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(PREFIX + "url is no URL: " + text, e);
        }
    }
}
