#!/usr/bin/env python3
"""Starts the history server and Spark's own on a folder of many small logs: how long until all are
listed, and how long the first page of the list takes then.

    listing.py --logs 5000 [--stages 2] [--spark HOME] [--timeout 900] [--requests 300] [--work FOLDER] [--server COMMAND]

Needs Java 25 (JAVA_HOME) and the distribution in installer/target/spindrift (or COMMAND). CPU is
user + system of the whole process, JVM start included; memory is its peak resident set."""
import argparse, glob, http.client, json, os, shutil, signal, socket, subprocess, time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
JAVA = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
OPEN = ["java.base/" + p for p in ("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio",
        "java.util", "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar")]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A process and what it answers."""

    def __init__(self, name, command, port, total, pages, env=None):
        self.name, self.port, self.total, self.pages = name, port, total, pages
        self.start = time.time()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, start_new_session=True)

    def get(self, path, timeout=600):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise OSError("%d of %s" % (answer.status, path))
            return body
        finally:
            connection.close()

    def listed(self, wanted, timeout):
        """Seconds until something, and until all is listed; what was listed at the end."""
        first, count = None, 0
        while time.time() - self.start < timeout:
            time.sleep(0.5 if count < 2000 else 2)
            try:
                count = self.total(self)
            except (OSError, ValueError, http.client.HTTPException):
                continue
            if count and first is None:
                first = time.time() - self.start
            if count >= wanted:
                break
        return first, time.time() - self.start, count

    def times(self, path, requests):
        taken = []
        for _ in range(requests):
            begin = time.perf_counter()
            length = len(self.get(path))
            taken.append(1000 * (time.perf_counter() - begin))
            if sum(taken) > 120_000 and len(taken) >= 5:
                break
        taken.sort()
        at = lambda share: taken[min(len(taken) - 1, int(share * len(taken)))]
        print("  %-44s p50 %7.1f ms   p99 %7.1f ms   (%d requests, %d bytes)" % (path, at(0.5), at(0.99), len(taken), length))

    def measure(self, wanted, timeout, requests):
        print(self.name)
        try:
            first, all_of, count = self.listed(wanted, timeout)
            print("  first listed after %s s; %d of %d listed after %.1f s" % ("%.1f" % first if first else "-", count, wanted, all_of))
            time.sleep(5)
            if count:
                for page in self.pages:
                    self.get(page), self.get(page)
                    self.times(page, requests)
        finally:
            self.process.send_signal(signal.SIGTERM)
            _, _, usage = os.wait4(self.process.pid, 0)
            print("  %.1f CPU s, peak %.0f MB resident" % (usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))


def ours(args, folder, data):
    port = free_port()
    command = [args.server, "--logs", folder, "--port", str(port), "--data", data, *args.options.split()]
    return Server("Spindrift" + (" again, on its rows" if os.path.isdir(data) else ""), command, port,
                  lambda s: json.loads(s.get("/ocean/spark/app?limit=1"))["response"]["total"],
                  ["/ocean/spark/app?limit=50", "/ocean/spark/app?limit=50&q=job-17", "/api/v1/applications?limit=50"])


def sparks(args, folder):
    home = os.path.join(args.spark, "deps") if os.path.isdir(os.path.join(args.spark, "deps")) else args.spark
    port = free_port()
    flags = [x for p in OPEN for x in ("--add-opens", p + "=ALL-UNNAMED")]
    command = [JAVA, "-Xmx2g", *flags, "-Dspark.history.fs.logDirectory=file://" + folder, "-Dspark.history.ui.port=%d" % port,
               "-cp", os.path.join(home, "jars", "*"), "org.apache.spark.deploy.history.HistoryServer"]
    # Its page has 20 rows and asks for all applications, to page through them in the browser.
    return Server("Spark's history server", command, port, lambda s: s.get("/api/v1/applications").count(b'"attempts"'),
                  ["/api/v1/applications?limit=50", "/api/v1/applications"], env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--spark", help="a Spark distribution; without it only ours is measured")
    parser.add_argument("--logs", type=int, default=5000)
    parser.add_argument("--stages", type=int, default=2, help="of each application, 5 tasks each")
    parser.add_argument("--options", default="", help="more words for our server, such as --keep-bytes=0")
    parser.add_argument("--timeout", type=int, default=900, help="seconds that each has to list all")
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--work", default="/tmp/spindrift-bench")
    parser.add_argument("--server", default=os.path.join(ROOT, "installer", "target", "spindrift", "bin", "spindrift-history"))
    args = parser.parse_args()
    folder = os.path.join(args.work, "logs-%d-%d" % (args.logs, args.stages))
    zstd = sorted(glob.glob(os.path.expanduser("~/.m2/repository/com/github/luben/zstd-jni/*/*.jar")))[-1]
    subprocess.run([JAVA, "-cp", zstd, os.path.join(HERE, "GenerateLogs.java"), folder, str(args.logs), str(args.stages)], check=True)
    data = os.path.join(args.work, "data-%d" % args.logs)
    shutil.rmtree(data, ignore_errors=True)
    ours(args, folder, data).measure(args.logs, args.timeout, args.requests)
    ours(args, folder, data).measure(args.logs, args.timeout, args.requests)
    size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(data) for name in names)
    print("  data %.0f MB" % (size / 1e6))
    if args.spark:
        sparks(args, folder).measure(args.logs, args.timeout, args.requests)


main()
