#!/usr/bin/env python3
"""Ingests one generated log with Spindrift and with Spark's own history server, and prints both.

    bench.py --spark HOME [--stages 336] [--tasks 300] [--questions] [--work FOLDER]

Needs a built tree (target/classes), Java 25 (JAVA_HOME), and the jars of a Spark 4.3 distribution.
CPU is user + system of the whole process, JVM start included; memory is its peak resident set."""
import argparse, glob, json, os, re, resource, shutil, signal, socket, subprocess, sys, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
MODULE = os.path.dirname(HERE)
JAVA = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
OPEN = ["java.base/" + p for p in ("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio",
        "java.util", "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar")]


def ended(process):
    """Waits; CPU seconds and peak MB."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def classpath(work):
    jars = []
    wanted = re.compile(r"/(rocksdbjni|zstd-jni|lz4-java|jackson-(core|databind|annotations)|jspecify|lucene-[a-z-]+)-[^/]*\.jar$")
    listed = os.path.join(MODULE, "target", "bench.classpath")
    subprocess.run([os.environ.get("MVN", "mvn"), "-q", "-B", "-ntp", "-pl", "history-server", "-am", "-f", os.path.join(MODULE, "..", "pom.xml"),
                    "dependency:build-classpath", "-Dmdep.outputFile=target/bench.classpath"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if os.path.exists(listed):
        jars = open(listed).read().split(":")
    else:  # no such plugin at hand: the newest of each in the local repository
        newest = {}
        for jar in sorted(glob.glob(os.path.expanduser("~/.m2/repository/**/*.jar"), recursive=True)):
            m = wanted.search(jar)
            if m and "sources" not in jar and "/tools/jackson/" not in jar:
                newest[m.group(1)] = jar
        jars = list(newest.values())
    return [os.path.join(MODULE, "target", "classes"), os.path.join(MODULE, "..", "plugins", "api", "target", "classes")] + jars


def ours(log, work, runs, questions):
    built = os.path.join(work, "bench-classes")
    cp = ":".join(classpath(work))
    subprocess.run([JAVA + "c", "-nowarn", "-d", built, "-cp", cp, os.path.join(HERE, "Ingest.java")], check=True)
    database = os.path.join(work, "db")
    shutil.rmtree(database, ignore_errors=True)
    start = time.time()
    process = subprocess.Popen([JAVA, *os.environ.get("BENCH_JAVA", "-Xmx512m -XX:+UseSerialGC").split(), "--enable-native-access=ALL-UNNAMED",
                                "-cp", built + ":" + cp, "Ingest", log, database, str(runs), *(["questions"] if questions else [])], stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    cpu, peak = ended(process)
    if process.returncode != 0:
        sys.exit("ingest failed")
    print(text.rstrip())
    return cpu, peak, time.time() - start


def sparks(log, work, spark):
    home = os.path.join(spark, "deps") if os.path.isdir(os.path.join(spark, "deps")) else spark
    folder = os.path.dirname(log)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    flags = [x for p in OPEN for x in ("--add-opens", p + "=ALL-UNNAMED")]
    start = time.time()
    process = subprocess.Popen([JAVA, "-Xmx2g", *flags, "-Dspark.history.fs.logDirectory=file://" + folder, "-Dspark.history.ui.port=%d" % port,
                                "-Dspark.history.fs.update.interval=5s", "-cp", os.path.join(home, "jars", "*"),
                                "org.apache.spark.deploy.history.HistoryServer"],
                               env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = "http://127.0.0.1:%d/api/v1/applications" % port
    stages = None
    try:
        while time.time() - start < 900 and stages is None:
            time.sleep(0.5)
            try:
                apps = json.load(urllib.request.urlopen(base, timeout=5))
                if apps:
                    stages = json.load(urllib.request.urlopen("%s/%s/stages" % (base, apps[0]["id"]), timeout=800))
            except (OSError, ValueError):
                pass
        wall = time.time() - start
    finally:
        process.send_signal(signal.SIGTERM)
        cpu, peak = ended(process)
    if stages is None:
        sys.exit("Spark's history server did not answer in 900 s")
    print("Spark's: %d stages" % len(stages))
    return cpu, peak, wall


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--spark", help="a Spark distribution; without it only ours is measured")
    parser.add_argument("--stages", type=int, default=336)
    parser.add_argument("--tasks", type=int, default=300)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--questions", action="store_true", help="also time the questions that pages ask")
    parser.add_argument("--work", default="/tmp/spindrift-bench")
    args = parser.parse_args()
    folder = os.path.join(args.work, "log-%d-%d" % (args.stages, args.tasks))
    log = os.path.join(folder, "app-20260921000000-0000")
    if not os.path.exists(log):
        os.makedirs(folder, exist_ok=True)
        subprocess.run([JAVA, os.path.join(HERE, "GenerateLog.java"), log, str(args.stages), str(args.tasks)], check=True)
    size = os.path.getsize(log) / 1e6
    with open(log, "rb") as warm:
        while warm.read(1 << 22):
            pass
    cpu, peak, wall = ours(log, args.work, args.runs, args.questions)
    print("Spindrift: %.1f CPU s, %.1f s wall, %.0f MB/CPU s, peak %.0f MB" % (cpu, wall, size * args.runs / cpu, peak))
    if args.spark:
        theirs, peak2, wall2 = sparks(log, args.work, args.spark)
        print("Spark's history server: %.1f CPU s, %.1f s wall, peak %.0f MB" % (theirs, wall2, peak2))
        print("ratio: %.1f times less CPU on %.0f MB" % (theirs / cpu, size))


if __name__ == "__main__":
    main()
