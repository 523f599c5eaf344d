#!/usr/bin/env bash
# Builds a release archive and installs it, into a folder of its own, on a port of its own: an interrupted
# run, first start, upgrade in place, a restart, another installation beside it, removal while applications run
# and without a process left. Needs test.sh's Spark. `install.sh --built` takes the archive that is there.
set -euo pipefail
installer=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
work=$(mktemp -d)
chmod 755 "$work"
prefix=$work/prefix
port=$((30000 + RANDOM % 2000))
spindrift=$prefix/bin/spindrift
end() {
  local each
  for each in "$prefix" "$prefix-beside"; do
    [ ! -d "$each" ] || "${archive:-$installer}/install.sh" --prefix "$each" --uninstall --purge >/dev/null 2>&1 || true
  done
  rm -rf "$work"
}
trap end EXIT

export SPINDRIFT_RUNTIMES_CACHE=${SPINDRIFT_RUNTIMES:-${XDG_CACHE_HOME:-$HOME/.cache}/spindrift/runtimes}
unset SPINDRIFT_RUNTIMES
if [ "${1:-}" != --built ]; then
  echo "  building a release archive"
  "$installer/dist/build.sh" >"$work/out" 2>&1 || { cat "$work/out" >&2 && exit 1; }
fi
tar -xzf "$installer"/target/spindrift-*-linux-*.tar.gz -C "$work"
archive=$(find "$work" -maxdepth 1 -name 'spindrift-*-linux-*' -type d)
install() { env -u JAVA_HOME PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  "$archive/install.sh" --prefix "$prefix" --port "$port" "$@" >"$work/out" 2>&1; }
check() { # check WHAT COMMAND...
  local what=$1
  shift
  if ! "$@"; then
    echo "  not so: $what" >&2
    tail -n 30 "$work/out" >&2
    exit 1
  fi
}
says() { grep -qF -- "$1" "$work/out"; }
refused() { ! install "$@"; }
ask() { "$spindrift" "$@" >"$work/out" 2>&1; }
# shellcheck source=lifetime.sh
. "$installer/test/lifetime.sh"

check "an unknown flag is refused" refused --bogus
check "beyond loopback needs TLS or --insecure" refused --host 0.0.0.0
check "the message says how to come from afar" says "ssh -L"
check "an impossible port is refused" refused --port 70000

# Interrupted in the middle: the next run goes on.
"$archive/install.sh" --prefix "$prefix" --port "$port" >"$work/out" 2>&1 &
installing=$!
for _ in $(seq 600); do
  [ -d "$prefix/runtimes" ] && break
  sleep 0.1
done
sleep 1
kill -TERM $installing 2>/dev/null || true
wait $installing || true
check "an installation after an interrupted one succeeds" install
check "it says where to look" says "http://127.0.0.1:$port"
check "it does not show the token" bash -c "! grep -qF \"\$(cat '$prefix/conf/admin.token')\" '$work/out'"
check "the token is its owner's alone" test "$(stat -c %a "$prefix/conf/admin.token")" = 600
check "nothing half-unpacked is left" test -z "$(find "$prefix" -maxdepth 2 -name '.incoming*' -o -maxdepth 2 -name '.unpack*')"
check "the service runs" within 60 ask status
check "it is ready" says "ready     yes"
check "the doctor is content" ask doctor
check "the console's chart library is there" ask ping /vendor/chart.js/chart.umd.min.js
if [ "$(id -u)" -eq 0 ]; then
  check "the service is not root" test "$(stat -c %U "/proc/$(cut -d' ' -f1 "$prefix/run/spindrift.pid")")" = spindrift
fi

jar=$(find "$prefix/lib/current/examples/" -name 'spindrift-examples-*.jar')
check "an example runs to its end" ask submit --wait --job pi --class io.spindrift.examples.Pi "$jar" 4
check "it says how it ended" says "COMPLETED"
pi=$(grep -o 'pi-[0-9]*-[a-z0-9]*' "$work/out" | head -n 1)
check "its logs are kept" ask logs "$pi"
check "Spark's log is among them" says "SparkContext"
"$spindrift" logs "$pi" >"$work/out" 2>/dev/null
check "the program's output is all that standard output gets" bash -c "grep -q 'Pi is roughly' '$work/out' && ! grep -q SparkContext '$work/out'"
separate_user

token=$(cat "$prefix/conf/admin.token")
echo another >"$archive/BUILD"
check "an upgrade in place succeeds" install
check "the new build is current" test "$(basename "$(readlink "$prefix/lib/current")")" = "$(cat "$archive/VERSION")-another"
check "the service runs on it" within 60 ask status
check "it is the new one" says "(another)"
check "it keeps the token" test "$token" = "$(cat "$prefix/conf/admin.token")"
check "one build is left" test "$(find "$prefix/lib" -mindepth 1 -maxdepth 1 -type d | wc -l)" = 1

kill -KILL "$(cut -d' ' -f1 "$prefix/run/spindrift.pid")"
check "a service that was killed is seen as stopped" within 30 bash -c "! '$spindrift' status >/dev/null"
check "it starts again" ask start
check "the command line asks it" ask ping /ready
check "a wrong word has its exit code" bash -c "'$spindrift' apps --bogus 2>/dev/null; [ \$? = 2 ]"

uninstall_while_running
beside
purge_while_running
echo "  install, interrupt, upgrade, restart, a second one beside, uninstall while applications run: as they should be"
