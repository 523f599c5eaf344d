#!/usr/bin/env python3
"""The platform before many applications of others: how long until all are listed, from nothing and
started again, how long lists take then, and what it costs.

    observed.py LOGS COUNT [--dist FOLDER] [--work FOLDER] [--requests 200] [--timeout 900]

LOGS is a folder of COUNT event logs, as `history-server/bench/GenerateLogs.java` writes them. CPU is
user + system of the whole process; memory is its resident set at the end, and its peak."""
import argparse, http.client, json, os, re, shutil, signal, socket, subprocess, time

HERE = os.path.dirname(os.path.abspath(__file__))
TOKEN = "sd_benchbenchbenchbenchbenchbenchbench"
START = """. "$1/libexec/java.sh"; server_path
exec "$java" $server_flags -cp "$server_path" io.spindrift.server.Main --home="$2" --port="$3" --observed-logs="yarn=$4" """
PAGES = ["/ocean/spark/app?limit=50&sort=-createdAt", "/ocean/spark/app?limit=50&sort=-durationMillis", "/ocean/spark/app?limit=50&q=job-17",
         "/ocean/spark/app?limit=50&offset=50000", "/ocean/spark/summary?days=7", "/ocean/spark/job?limit=50"]


class Platform:
    def __init__(self, args, home):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.begin = time.time()
        self.log = open(os.path.join(home, "log"), "ab")
        self.process = subprocess.Popen(["bash", "-c", START, "bash", args.dist, home, str(self.port), args.logs], env={**os.environ, "dist": args.dist, "prefix": home},
                                        stdout=self.log, stderr=self.log, start_new_session=True)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Authorization": "Bearer " + TOKEN})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise OSError("%d of %s" % (answer.status, path))
            return body
        finally:
            connection.close()

    def listed(self, wanted, timeout):
        first, count = None, 0
        while time.time() - self.begin < timeout and self.process.poll() is None:
            try:
                count = json.loads(self.get("/ocean/spark/app?limit=1"))["response"]["total"]
            except (OSError, ValueError, http.client.HTTPException):
                pass
            if count and first is None:
                first = time.time() - self.begin
            if count >= wanted:
                break
            time.sleep(0.2 if count < 2000 else 2)
        return first, time.time() - self.begin, count

    def times(self, path, requests):
        taken, length = [], 0
        for _ in range(requests):
            begin = time.perf_counter()
            length = len(self.get(path))
            taken.append(1000 * (time.perf_counter() - begin))
            if sum(taken) > 30_000 and len(taken) >= 5:
                break
        taken.sort()
        at = lambda share: taken[min(len(taken) - 1, int(share * len(taken)))]
        print("  %-46s p50 %7.1f ms   p99 %7.1f ms   (%d requests, %d bytes)" % (path, at(0.5), at(0.99), len(taken), length), flush=True)

    def cpu(self):
        with open("/proc/%d/stat" % self.process.pid) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self, field):
        with open("/proc/%d/status" % self.process.pid) as f:
            return int(re.search(field + r":\s+(\d+)", f.read()).group(1)) / 1024

    def measure(self, name, args):
        print(name, flush=True)
        try:
            first, all_of, count = self.listed(args.count, args.timeout)
            print("  first listed after %s s; %d of %d after %.1f s; %.1f CPU s" % ("%.1f" % first if first else "-", count, args.count, all_of, self.cpu()), flush=True)
            time.sleep(5)
            for page in PAGES:
                self.get(page), self.get(page)
                self.times(page, args.requests)
            print("  resident %.0f MB, %.0f MB at most" % (self.resident("VmRSS"), self.resident("VmHWM")))
            idle = self.cpu()
            time.sleep(10)
            print("  doing nothing: %.1f %% of a core" % (10 * (self.cpu() - idle)))
        finally:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
            self.log.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("logs")
    parser.add_argument("count", type=int)
    parser.add_argument("--dist", default=os.path.join(HERE, "..", "target", "spindrift"))
    parser.add_argument("--work", default="/tmp/spindrift-bench/observed")
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--timeout", type=int, default=900)
    args = parser.parse_args()
    args.dist, args.logs = os.path.abspath(args.dist), os.path.abspath(args.logs)
    shutil.rmtree(args.work, ignore_errors=True)
    for folder in ("conf", "data", "runtimes"):
        os.makedirs(os.path.join(args.work, folder))
    token = os.open(os.path.join(args.work, "conf", "admin.token"), os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(token, TOKEN.encode())
    os.close(token)
    Platform(args, args.work).measure("from nothing", args)
    Platform(args, args.work).measure("started again", args)


if __name__ == "__main__":
    main()
