# What the installer's test asks of processes, ports and figures. To be sourced by install.sh.
# shellcheck shell=bash disable=SC2154

# alive FOLDER: the processes that have to do with a folder, by program, folder, words or environment.
alive() {
  {
    find /proc/[0-9]*/exe /proc/[0-9]*/cwd -lname "$1/*"
    printf '%s' "$1/" | grep -laFf - /proc/[0-9]*/cmdline /proc/[0-9]*/environ
  } 2>/dev/null | cut -d/ -f3 | sort -u | grep -vx -e $$ -e "$BASHPID" || true
}

# ports PID...: those that they listen on.
ports() {
  local pid sockets
  for pid in "$@"; do
    sockets=$(find "/proc/$pid/fd" -lname 'socket:*' -printf '%l\n' 2>/dev/null | tr -dc '0-9\n')
    awk -v sockets="$sockets" '
      BEGIN { split(sockets, all, "\n"); for (i in all) ours[all[i]] = 1 }
      $4 == "0A" && ($10 in ours) { sub(/.*:/, "", $2); print $2 }' /proc/net/tcp /proc/net/tcp6
  done | sort -u
}

# open_ports PORT...: those of them that anyone listens on.
open_ports() {
  local port
  for port in "$@"; do grep -qE "^ *[0-9]+: [0-9A-F]+:$port [0-9A-F]+:0000 0A" /proc/net/tcp /proc/net/tcp6 && echo "$port"; done || true
}

# figures ID: how an application ended, and what it took.
figures() {
  "$spindrift" app "$1" --json | python3 -c '
import json, sys
app = json.load(sys.stdin)
print(json.dumps({key: app.get(key) for key in ("id", "appState", "createdAt", "endedAt", "metrics", "cost")}, sort_keys=True))'
}

# within SECONDS COMMAND...: whether it succeeds in time.
within() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.3
  done
}

# It reads to the end: where grep leaves early (-q), what it reads from fails, and so does the pipe. Other processes of the
# application end while they are looked at.
runs_executor() {
  alive "$prefix/data/work/$1" | { xargs -I{} cat /proc/{}/cmdline 2>/dev/null || true; } |
    grep -aF CoarseGrainedExecutorBackend >/dev/null
}

# long: submits an application that would last, and answers its id once driver and executor run.
long() {
  local id
  id=$("$spindrift" submit --job long --class io.spindrift.examples.Streaming "$jar" 3000)
  within 120 runs_executor "$id" || return 1
  echo "$id"
}
nothing_of() { [ -z "$(alive "$1")" ]; }

# What is left when applications run while it is removed; and what a new installation finds.
uninstall_while_running() {
  local before id stay all
  before=$(figures "$pi")
  id=$(long) || check "a long application runs" false
  stay=$("$spindrift" submit --job stay "$installer/test/probe.py" --stay)
  check "a program leaves a process behind" within 120 bash -c "'$spindrift' logs --stdout '$stay' 2>/dev/null | grep -q staying"
  # shellcheck disable=SC2046
  all=$(ports $(alive "$prefix"))
  check "driver, executors and the service listen" test "$(wc -w <<<"$all")" -ge 4
  check "removal succeeds" install --uninstall
  check "no process is left: $(alive "$prefix" | xargs -r ps -o pid,user,args -p | cut -c1-160)" nothing_of "$prefix"
  # shellcheck disable=SC2086
  check "no port is left" test -z "$(open_ports $all)"
  check "data are kept" test -d "$prefix/data/rocksdb"
  check "programs are gone" test ! -e "$prefix/lib"

  check "installing again over the data succeeds" install
  check "the earlier application is there with the same figures" test "$before" = "$(figures "$pi")"
  check "so is its output" bash -c "'$spindrift' logs '$pi' 2>/dev/null | grep -q 'Pi is roughly'"
  check "what was ended with the platform is told as ended" within 60 bash -c \
    "'$spindrift' app '$id' --json | grep -qE '\"appState\" : \"(FAILED|KILLED)\"'"
}

# A second installation does not disturb the first, neither as it comes nor as it goes.
beside() {
  local first="$prefix" first_port=$port id stay service other=$prefix-beside
  id=$(long) || check "a long application runs" false
  service=$(cat "$prefix/run/spindrift.pid")
  # The port after the first belongs to the Spark UIs of its drivers.
  prefix=$other port=$((first_port + 2))
  check "a second installation succeeds" install
  check "it knows none of the first's applications" bash -c "[ \"\$('$other/bin/spindrift' apps --json | tr -d ' \n')\" = '[]' ]"
  check "it goes again, with its data" install --uninstall --purge
  prefix=$first port=$first_port
  check "the first's service is the same process" test "$service" = "$(cat "$prefix/run/spindrift.pid")"
  check "it answers" within 60 ask status
  check "its application runs on" runs_executor "$id"
  stay=$("$spindrift" submit --job stay "$installer/test/probe.py" --stay)
  check "a program leaves a process behind" within 120 bash -c "'$spindrift' logs --stdout '$stay' 2>/dev/null | grep -q staying"
  for id in "$id" "$stay"; do
    check "a running one can be ended" ask kill "$id"
    check "all of it ends" within 60 nothing_of "$prefix/data/work/$id"
  done
}

purge_while_running() {
  long >/dev/null || check "a long application runs" false
  check "removal with data succeeds" install --uninstall --purge
  check "no process is left" nothing_of "$prefix"
  check "nothing is left" test ! -e "$prefix"
}

# As root Spark is another user, who reaches nothing but what its own application was given.
separate_user() {
  local probe closed local_file=$work/local.py
  [ "$(id -u)" -eq 0 ] || { echo "  not root: the separate user is not tested" && return; }
  cp "$installer/test/probe.py" "$local_file"
  chmod 644 "$local_file"
  closed=("$prefix/data" "$prefix/data/rocksdb" "$prefix/conf" "$prefix/conf/admin.token" "$prefix/conf/spindrift.properties"
    "$prefix/data/work" "$prefix/data/logs" "$prefix/data/blobs" "$prefix/data/eventlogs"
    "$prefix/data/logs/$pi/1" "$prefix/data/logs/$pi/1/driver" "$prefix/data/eventlogs/$pi/1")
  ask submit --wait --job probe "local://$local_file" "${closed[@]}" "$local_file" /proc/self/status ||
    check "a file of this machine runs" false
  probe=$(grep -o 'probe-[0-9]*-[a-z0-9]*' "$work/out" | head -n 1)
  check "its output is there" ask logs --stdout "$probe"
  check "the platform's files are closed to it" test "$(grep -c '^closed .*Permission denied' "$work/out")" = ${#closed[@]}
  check "those of all are open" test "$(grep -c '^open ' "$work/out")" = 2

  chmod 600 "$local_file"
  chmod 711 "$work"
  check "a file that the platform cannot read is refused" bash -c "! '$spindrift' submit --job probe 'local://$local_file' >'$work/out' 2>&1"
  check "by name" says "$local_file"
  check "uploaded, it runs all the same" ask submit --wait --job probe "$local_file" /proc/self/status
}
