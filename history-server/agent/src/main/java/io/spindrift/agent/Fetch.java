package io.spindrift.agent;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Brings the uploaded files of a run into the driver's pod, before Spark begins:
///
/// ```
/// SPINDRIFT_TOKEN=… java -cp spindrift-agent.jar io.spindrift.agent.Fetch URL FOLDER SHA-256=PATH…
/// ```
///
/// A server that is away is waited for, as it may be starting anew; what it refuses, it refuses for
/// good.
final class Fetch {
    private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private final URL run;
    private final String token;
    private final Path folder;
    private final long patienceMillis;

    Fetch(URL run, String token, Path folder, long patienceMillis) {
        this.run = run;
        this.token = token;
        this.folder = folder;
        this.patienceMillis = patienceMillis;
    }

    @SuppressWarnings("SystemExitOutsideMain") // this is main
    public static void main(String[] words) {
        if (words.length < 3) {
            System.err.println("usage: SPINDRIFT_TOKEN=… Fetch URL FOLDER SHA-256=PATH…");
            System.exit(2);
        }
        String token = System.getenv("SPINDRIFT_TOKEN");
        try {
            Fetch fetch =
                    new Fetch(
                            URI.create(words[0] + "/").toURL(),
                            token == null ? "" : token,
                            Paths.get(words[1]),
                            PATIENCE_MILLIS);
            for (int i = 2; i < words.length; i++) {
                fetch.bring(words[i]);
            }
        } catch (InterruptedException e) {
            System.exit(1);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("an uploaded file did not come: " + e.getMessage());
            System.exit(1);
        }
    }

    /// @param word the file's SHA-256, `=`, and where it goes below the folder
    /// @throws IOException when it did not come, for a reason that is in the message
    void bring(String word) throws IOException, InterruptedException {
        int equals = word.indexOf('=');
        String sha256 = word.substring(0, equals);
        Path target = folder.resolve(word.substring(equals + 1));
        Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        while (true) {
            try {
                bring(sha256, target);
                System.out.println("fetched " + target);
                return;
            } catch (FileNotFoundException e) {
                throw e; // refused
            } catch (IOException e) {
                long wait = backoff.failed(0);
                if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait) > until) {
                    throw e;
                }
                System.err.println("will be tried again: " + e.getMessage());
                Thread.sleep(wait);
            }
        }
    }

    private void bring(String sha256, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        HttpURLConnection connection = open(new URL(run, "files/" + sha256));
        MessageDigest digest = digest();
        try (InputStream in = new DigestInputStream(connection.getInputStream(), digest);
                OutputStream out = Files.newOutputStream(part)) {
            byte[] chunk = new byte[BUFFER_BYTES];
            for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
                out.write(chunk, 0, length);
            }
        } finally {
            connection.disconnect();
        }
        if (!hex(digest.digest()).equals(sha256)) {
            throw new IOException(target.getFileName() + " came broken");
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private HttpURLConnection open(URL file) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) file.openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        int status;
        try {
            status = connection.getResponseCode();
        } catch (IOException e) {
            throw new IOException("no answer from " + address() + ": " + e.getMessage(), e);
        }
        if (status == HttpURLConnection.HTTP_OK) {
            return connection;
        }
        connection.disconnect();
        String sentence = address() + " answers " + status;
        boolean later = status >= 500 || status == 429;
        throw later ? new IOException(sentence) : new FileNotFoundException(sentence);
    }

    private String address() {
        return run.getProtocol() + "://" + run.getAuthority();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            text.append(Character.forDigit((each >> 4) & 15, 16));
            text.append(Character.forDigit(each & 15, 16));
        }
        return text.toString();
    }
}
