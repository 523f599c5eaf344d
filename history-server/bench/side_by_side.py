#!/usr/bin/env python3
"""Spindrift's history server beside Spark's own, on the same generated log, each as its users start it.

    side_by_side.py --dist FOLDER --spark HOME [--stages 336] [--tasks 300] [--log FILE] [--forms plain zstd] [--hybrid] [--work FOLDER]

FOLDER is a built distribution (`installer/dist/build.sh --no-archive` makes installer/target/spindrift); its caches
are trained first, as an installation trains them. 336 stages make 600 MB, 1680 make 3 GB; FILE is a plain log of its
own, such as spark_log.py makes.

Cold: the process starts on a log that it never saw; the first answers are awaited that tell of the whole log. Warm: the
same questions again, the best of five. Again: the process is started anew on what it kept.
CPU is user and system time of the whole process from its start to the end of the warm questions; memory its peak
resident set. Both are asked at most five times a second."""
import argparse, json, os, shutil, signal, socket, subprocess, sys, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
OPEN = ["java.base/" + p for p in ("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio",
        "java.util", "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar")]
WAIT_SECONDS = 1800


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ask(url):
    with urllib.request.urlopen(url, timeout=WAIT_SECONDS) as answer:
        return answer.read()


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, name, command, port, page, environment=None):
        self.name, self.base, self.page = name, "http://127.0.0.1:%d" % port, page
        self.started = time.time()
        self.process = subprocess.Popen(command, env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", **(environment or {})},
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def applications(self):
        """The one application, once it is told to have ended."""
        while time.time() - self.started < WAIT_SECONDS:
            if self.process.poll() is not None:
                sys.exit("%s ended with %s" % (self.name, self.process.returncode))
            try:
                apps = json.loads(ask(self.base + "/api/v1/applications?status=completed"))
                if apps:
                    return apps[0]["id"]
            except (OSError, ValueError):
                pass
            time.sleep(0.2)
        sys.exit("%s did not list the log in %d s" % (self.name, WAIT_SECONDS))

    def measure(self):
        app = self.applications()
        stages = len(json.loads(ask("%s/api/v1/applications/%s/stages" % (self.base, app))))
        first_stages = time.time() - self.started
        for path in self.page:
            ask(self.base + path.replace("APP", app))
        first_page = time.time() - self.started
        warm = {"stages": ["/api/v1/applications/%s/stages" % app], "page": [path.replace("APP", app) for path in self.page]}
        best = {}
        for name, paths in warm.items():
            for _ in range(5):
                start = time.time()
                for path in paths:
                    ask(self.base + path)
                best[name] = min(best.get(name, 1e9), (time.time() - start) * 1000)
        cpu = cpu_seconds(self.process.pid)  # HybridStore goes on moving to the disk after it is told to end
        self.process.send_signal(signal.SIGTERM)
        _, _, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = 0
        return {"cpu": cpu, "peak": usage.ru_maxrss / 1024, "stages": stages, "first_stages": first_stages,
                "first_page": first_page, "warm_stages": best["stages"], "warm_page": best["page"]}


def ours(dist, folder, data):
    port = free_port()
    page = ["/history/APP/jobs/"] + ["/ocean/spark/cluster/history/app/APP" + rest for rest in ("", "/jobs", "/metrics", "/issues")]
    return Server("Spindrift", [os.path.join(dist, "bin", "spindrift-history"), "--logs", folder, "--port", str(port), "--data", data], port, page)


def sparks(spark, folder, work, hybrid, heap):
    port = free_port()
    flags = [x for p in OPEN for x in ("--add-opens", p + "=ALL-UNNAMED")]
    if hybrid:
        store = os.path.join(work, "spark-store")
        shutil.rmtree(store, ignore_errors=True)
        os.makedirs(store)
        flags += ["-Dspark.history.store.path=" + store, "-Dspark.history.store.hybridStore.enabled=true",
                  "-Dspark.history.store.hybridStore.diskBackend=ROCKSDB"]
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    command = [java, "-Xmx" + heap, *flags, "-Dspark.history.fs.logDirectory=file://" + folder, "-Dspark.history.ui.port=%d" % port,
               "-cp", os.path.join(spark, "jars", "*"), "org.apache.spark.deploy.history.HistoryServer"]
    return Server("Spark" + (", HybridStore" if hybrid else ", in memory"), command, port, ["/history/APP/jobs/"], {"SPARK_HOME": spark})


def generated(work, stages, tasks, form):
    plain = os.path.join(work, "log-%d-%d-plain" % (stages, tasks))
    name = "app-20260921000000-%04d" % (stages % 10000)
    if not os.path.exists(os.path.join(plain, name)):
        os.makedirs(plain, exist_ok=True)
        subprocess.run([os.path.join(os.environ["JAVA_HOME"], "bin", "java"), os.path.join(HERE, "GenerateLog.java"),
                        os.path.join(plain, name), str(stages), str(tasks)], check=True)
    return in_form(work, plain, name, form)


def given(work, log, form):
    name = os.path.basename(log)
    plain = os.path.join(work, "log-%s-plain" % name)
    os.makedirs(plain, exist_ok=True)
    if not os.path.exists(os.path.join(plain, name)):
        shutil.copy(log, os.path.join(plain, name))
    return in_form(work, plain, name, form)


def in_form(work, plain, name, form):
    raw = os.path.getsize(os.path.join(plain, name)) / 1e6
    if form == "plain":
        return plain, raw
    folder = plain[:-len("plain")] + form
    packed = os.path.join(folder, name + ".zstd")
    if not os.path.exists(packed):
        os.makedirs(folder, exist_ok=True)
        subprocess.run(["zstd", "-q", "-1", "-o", packed, os.path.join(plain, name)], check=True)
    return folder, raw


def warm_disk(folder):
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            while file.read(1 << 22):
                pass


def row(name, m):
    print("| %-19s | %6.1f | %6.0f | %6.1f | %6.1f | %8.0f | %8.0f |" % (name, m["cpu"], m["peak"], m["first_stages"], m["first_page"],
                                                                   m["warm_stages"], m["warm_page"]), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--dist", required=True)
    parser.add_argument("--spark")
    parser.add_argument("--stages", type=int, default=336)
    parser.add_argument("--tasks", type=int, default=300)
    parser.add_argument("--log", help="a plain event log in place of a generated one")
    parser.add_argument("--forms", nargs="+", default=["plain", "zstd"])
    parser.add_argument("--hybrid", action="store_true", help="Spark's with HybridStore on RocksDB, too")
    parser.add_argument("--heap", default="4g", help="of Spark's server; ours is started as it is installed, with 512 MB")
    parser.add_argument("--work", default="/tmp/spindrift-bench")
    args = parser.parse_args()
    dist = os.path.abspath(args.dist)
    subprocess.run([os.path.join(dist, "libexec", "train.sh")], check=False, stdout=subprocess.DEVNULL)
    for form in args.forms:
        folder, raw = given(args.work, args.log, form) if args.log else generated(args.work, args.stages, args.tasks, form)
        warm_disk(folder)
        data = os.path.join(args.work, "history-data")
        shutil.rmtree(data, ignore_errors=True)
        what = args.log or "%d stages, %d tasks" % (args.stages, args.stages * args.tasks)
        print("\n%s, %.0f MB raw, %s" % (form, raw, what))
        print("| | CPU s | peak MB | first /stages s | first page s | warm /stages ms | warm page ms |\n|---|---|---|---|---|---|---|")
        cold = ours(dist, folder, data).measure()
        row("Spindrift", cold)
        row("Spindrift, again", ours(dist, folder, data).measure())
        for hybrid in ([False, True] if args.hybrid else [False]) if args.spark else []:
            theirs = sparks(args.spark, folder, args.work, hybrid, args.heap)
            m = theirs.measure()
            row(theirs.name, m)
            print("%s: %.1f times the CPU of Spindrift, per MB %.4f s and %.4f s" % (theirs.name, m["cpu"] / cold["cpu"], m["cpu"] / raw, cold["cpu"] / raw))
        if not args.log and cold["stages"] != args.stages:
            print("Spindrift told of %d stages" % cold["stages"])


main()
