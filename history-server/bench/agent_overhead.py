#!/usr/bin/env python3
"""The same job with and without the plugin, in pairs: what pushing costs an application.

    agent_overhead.py --spark HOME --agent JAR [--pairs 7] [--queries 20] [--rows 400] [--url URL]

HOME is a Spark distribution, JAR the built plugin (history-server/agent/target/spindrift-agent-*.jar). Without --url a
small server here takes what is pushed and drops it, in a process of its own that is not counted. A query has 48 tasks that
make and sum the wanted millions of rows, and 17 small ones: some 16 ms of CPU a task with 400, 8 with 12. Times are those of the queries
alone, inside the session; CPU is user + system of the driver, its start included. Order changes from pair to pair.
Where the machine's noise hides what pairs would tell, the CPU time of the plugin's own threads during the queries (its
queue of the listener bus, in which Spark writes the JSON, its sender, its sampler) beside that of the whole driver tells it."""
import argparse, os, re, statistics, subprocess, sys, tempfile

JOB = """
import os, sys, time
from pyspark.sql import SparkSession
spark = SparkSession.builder.appName("overhead").getOrCreate()
def query(n):
    spark.range(0, int(sys.argv[2]) * 1000000, 1, 48).selectExpr("id % 1009 as k", "hash(id) as v").groupBy("k").sum("v").agg({"k": "max"}).collect()
for i in range(3): query(i)
beans = spark._jvm.java.lang.management.ManagementFactory
def seconds():
    threads, of_plugin = beans.getThreadMXBean(), 0
    for id in threads.getAllThreadIds():
        info = threads.getThreadInfo(id)
        if info is not None and "spindrift" in info.getThreadName():
            of_plugin += threads.getThreadCpuTime(id)
    driver = open("/proc/%d/stat" % os.getppid()).read().rsplit(")", 1)[1].split()
    return of_plugin / 1e9, (int(driver[11]) + int(driver[12])) / os.sysconf("SC_CLK_TCK")
start, before = time.time(), seconds()
for i in range(int(sys.argv[1])): query(i)
took, after = time.time() - start, seconds()
spark.stop()
print("TOOK", took)
print("PLUGIN", after[0] - before[0], "OF", after[1] - before[1])
"""

SINK = """
import http.server
class Sink(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        # Whatever is sent next is wanted next.
        body = b'{"next": 999999999999}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *a): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


def run(options, folder, url):
    job = os.path.join(folder, "job.py")
    open(job, "w").write(JOB)
    words = [os.path.join(options.spark, "bin", "spark-submit"), "--master", "local[2]", "--driver-memory", "1g",
             "--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=16", "--conf", "spark.sql.adaptive.enabled=false"]
    if url:
        words += ["--conf", "spark.jars=" + options.agent, "--conf", "spark.plugins=io.spindrift.agent.SpindriftPlugin", "--conf", "spark.spindrift.url=" + url]
    environment = {**os.environ, "SPARK_HOME": options.spark, "SPARK_LOCAL_IP": "127.0.0.1"}
    process = subprocess.Popen(words + [job, str(options.queries), str(options.rows)], stdout=subprocess.PIPE, stderr=open(os.path.join(folder, "driver.log"), "w"), text=True, env=environment)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit("the job failed: " + os.path.join(folder, "driver.log"))
    plugin = re.search(r"PLUGIN (\S+) OF (\S+)", text)
    return float(re.search(r"TOOK (\S+)", text).group(1)), usage.ru_utime + usage.ru_stime, float(plugin[1]) / float(plugin[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spark", required=True)
    parser.add_argument("--agent", required=True)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--queries", type=int, default=20)
    parser.add_argument("--rows", type=int, default=400, help="millions of rows a query")
    parser.add_argument("--url")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="agent-overhead-")
    sink = subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True)
    try:
        url = options.url or "http://127.0.0.1:%s/" % sink.stdout.readline().strip()
        wall, cpu, own = [], [], []
        for pair in range(options.pairs):
            order = [False, True] if pair % 2 == 0 else [True, False]
            seen = {on: run(options, folder, url if on else None) for on in order}
            wall.append(seen[True][0] / seen[False][0] - 1)
            cpu.append(seen[True][1] / seen[False][1] - 1)
            own.append(seen[True][2])
            print("pair %d: without %.2f s, %.2f CPU s; with %.2f s, %.2f CPU s, its own threads %.2f %% of it"
                  % (pair + 1, *seen[False][:2], *seen[True][:2], 100 * own[-1]), flush=True)
        print("median of pairs: time %+.1f %%, CPU %+.1f %%; the plugin's own threads %.2f %% of the driver's CPU"
              % (100 * statistics.median(wall), 100 * statistics.median(cpu), 100 * statistics.median(own)))
    finally:
        sink.kill()


main()
