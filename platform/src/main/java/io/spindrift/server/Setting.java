package io.spindrift.server;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A key of the settings, with what holds when nobody sets it.
///
/// A file says `data-folder: /srv/data`, the environment `SPINDRIFT_DATA_FOLDER`, a flag
/// `--data-folder=/srv/data`.
enum Setting {
    HOME("home", ".", "Folder of the installation; relative folders begin there"),
    DATA("data", "data", "Folder of everything that is kept"),
    RUNTIMES("runtimes", "runtimes", "Folder with a Spark distribution for each version"),
    ADMIN_TOKEN_FILE(
            "admin-token-file", "conf/admin.token", "The administrator's token; made when absent"),
    SECRET_KEY_FILE(
            "secret-key-file",
            "conf/secret.key",
            "Key that seals clusters' credentials; made when absent"),
    HOST("host", "127.0.0.1", "Address to listen on; others reach 127.0.0.1 by ssh -L only"),
    PORT("port", "8480", "Port to listen on; 0 takes a free one"),
    SPARK_UI_PORT(
            "spark-ui-port",
            null,
            "Port for the Spark UI of running drivers; the one after port by default"),
    INSECURE("insecure", "false", "Listen beyond this machine without TLS"),
    TLS_KEYSTORE("tls-keystore", null, "PKCS #12 file with the certificate and key for TLS"),
    TLS_KEYSTORE_PASSWORD("tls-keystore-password", null, "Password of the key store", true),
    DEFAULT_SPARK_VERSION(
            "default-spark-version", "4.3.0", "Spark for applications that name no version"),
    LOCAL_CORES("local-cores", null, "Cores that applications may take; this machine's by default"),
    LOCAL_MEMORY(
            "local-memory",
            null,
            "Memory that applications may take; this machine's less a reserve by default"),
    LOCAL_SCRATCH(
            "local-scratch",
            null,
            "Most that an application's files may take of the disk; no such bound by default"),
    LOCAL_USER("local-user", null, "Account that Spark runs as, where the platform is root"),
    JAVA_17("java-17", null, "Java home for Spark before 4.2; looked for by default"),
    KUBE_IMAGE_SECONDS(
            "kube-image-seconds",
            "120",
            "How long an image that cannot be pulled is tried before its attempt fails"),
    PRICE_PER_CORE_HOUR("price-per-core-hour", "0.02", "What a core on local costs an hour"),
    PRICE_PER_GIB_HOUR("price-per-gib-hour", "0.0025", "What a GiB on local costs an hour"),
    CURRENCY("currency", "USD", "Currency of the prices"),
    UPLOAD_LIMIT("upload-limit", "2g", "Largest file that may be uploaded"),
    UPLOAD_DAYS("upload-days", "30", "How long an uploaded file stays that nothing uses"),
    KEEP_LOGS_DAYS("keep-logs-days", "3650", "How long event logs stay after their runs"),
    KEEP_LOGS_BYTES("keep-logs-bytes", "20g", "Most that kept event logs take; the oldest go"),
    KEEP_LOGS_PER_JOB("keep-logs-per-job", "10000", "Most event logs of one job that are kept"),
    KEEP_LOGS_IN(
            "keep-logs-in",
            null,
            "Folder or s3a://bucket/path of this platform alone for kept logs, else its data"),
    OBSERVED_LOGS(
            "observed-logs",
            null,
            "Where others' Spark writes event logs: yarn=/mnt/logs, prod=s3a://bucket/path"),
    OBSERVED_LOGS_CONF(
            "observed-logs-conf",
            null,
            "Spark's properties that say how S3 is reached: spark.hadoop.fs.s3a.endpoint, …"),
    SEARCH_LOG_BYTES(
            "search-log-bytes",
            "64m",
            "How much of an attempt's driver and executor logs search finds; 0 for none"),
    SEARCH_LINE_LENGTH(
            "search-line-length", "2000", "Characters of a log line that search finds and shows"),
    SEARCH_MEMORY(
            "search-memory", "16m", "For changes of the search index that are not written yet"),
    SEARCH_FILE_BYTES(
            "search-file-bytes", "5g", "The largest file that compaction of the index makes"),
    SEARCH_REDACTION(
            "search-redaction",
            null,
            "Regular expressions, with blanks between, of what search must neither find nor show"),
    DATABASE_CACHE(
            "database-cache",
            "48m",
            "Memory of the database beside the heap: blocks that were read, and what is to be"
                    + " written"),
    DATABASE_BUFFER(
            "database-buffer",
            "24m",
            "How much of it holds what is to be written, half of database-cache at most"),
    DATABASE_JOBS(
            "database-jobs", "2", "How many of the database's compactions and flushes run at once"),
    BODY_LIMIT("body-limit", "1m", "Largest JSON body"),
    SESSION_HOURS("session-hours", "12", "How long a browser stays logged in"),
    METRICS_APPLICATIONS(
            "metrics-applications",
            "100",
            "How many live applications /metrics names; those beyond are summed up as 'other'"),
    LEADER_LEASE(
            "leader-lease",
            null,
            "In a pod: Lease (name, or namespace/name) to hold before the data is opened; others"
                    + " stand by"),
    OWN_CLUSTER(
            "own-cluster",
            null,
            "JSON file with a cluster to register, or to change, at each start: as POST"
                    + " /ocean/spark/cluster takes it"),
    LOG_LEVEL("log-level", "INFO", "Least level that is logged: DEBUG, INFO, WARNING or ERROR");

    private final String key;
    private final @Nullable String defaultValue;
    private final String description;
    private final boolean secret;

    Setting(String key, @Nullable String defaultValue, String description) {
        this(key, defaultValue, description, false);
    }

    Setting(String key, @Nullable String defaultValue, String description, boolean secret) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.description = description;
        this.secret = secret;
    }

    String key() {
        return key;
    }

    @Nullable String defaultValue() {
        return defaultValue;
    }

    String description() {
        return description;
    }

    boolean secret() {
        return secret;
    }

    /// Its name in the environment.
    String variable() {
        return "SPINDRIFT_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    static Optional<Setting> ofKey(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
