#!/usr/bin/env bash
# The service: service.sh start | stop | restart | status | run.
# Where systemd runs and the unit is installed it is systemd's; else a background process whose pid and
# start time are kept, so that a number given to another process since is never taken for it.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
dist=$(dirname "$here")
prefix=${dist%/lib/*}
# shellcheck source=say.sh
. "$here/say.sh"
# shellcheck source=java.sh
. "$here/java.sh"
# shellcheck source=prefix.sh
. "$here/prefix.sh"

started_within=90 # seconds until /ready must answer
ends_within=40    # seconds until a stop by force

unit=/etc/systemd/system/spindrift.service
by_systemd() {
  [ -d /run/systemd/system ] && grep -qsF "=$prefix/" "$unit"
}

# service_pid: the process of the service, when it runs.
service_pid() {
  local pid started
  if by_systemd; then
    pid=$(systemctl show -p MainPID --value spindrift.service)
    [ "${pid:-0}" != 0 ] && echo "$pid"
    return
  fi
  read -r pid started 2>/dev/null <"$run_folder/spindrift.pid" || return 1
  [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ] && echo "$pid"
}

# answers PATH: whether the service answers it with 200.
answers() {
  local status
  if [ -n "$(setting tls-keystore)" ]; then
    "$prefix/bin/spindrift" ping "$1" >/dev/null 2>&1
    return
  fi
  exec 3<>"/dev/tcp/$(connect_host)/$(port)" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$1" >&3
  IFS= read -r -t 5 status <&3 || status=
  exec 3>&- 3<&-
  [[ $status == *" 200"* ]]
} 2>/dev/null

wait_ready() {
  local deadline=$((SECONDS + started_within)) pid
  while ! answers /ready; do
    if ! pid=$(service_pid) || [ -z "$pid" ]; then
      last_words
      fail "the service ended while it started" "Its last lines are above; the whole log: $(log_place)"
    fi
    if [ $SECONDS -ge $deadline ]; then
      last_words
      fail "the service did not answer /ready within $started_within s" "Its log: $(log_place)"
    fi
    sleep 0.1
  done
}

log_place() {
  if by_systemd; then echo "journalctl -u spindrift"; else echo "$run_folder/spindrift.log"; fi
}
last_words() {
  if by_systemd; then
    journalctl -u spindrift.service -n 15 --no-pager >&2 || true
  else
    tail -n 15 "$run_folder/spindrift.log" >&2 || true
  fi
}

start() {
  local pid user log=$run_folder/spindrift.log
  if pid=$(service_pid) && [ -n "$pid" ]; then
    say "already running (pid $pid): $(url)"
    return
  fi
  if by_systemd; then
    # A person who starts it is not held to the bound on its own restarts.
    systemctl reset-failed spindrift.service 2>/dev/null || true
    systemctl start spindrift.service || fail "systemd could not start spindrift.service" "journalctl -u spindrift"
  else
    user=$(service_user)
    if [ "$(id -un)" != "$user" ] && ! is_root; then
      fail "this service belongs to $user" "Run: sudo $prefix/bin/spindrift start"
    fi
    mkdir -p "$run_folder"
    [ ! -f "$log" ] || [ "$(stat -c %s "$log")" -lt 10485760 ] || mv "$log" "$log.1"
    # Spark's programs run on this machine, too: it is not for them.
    : >>"$log" && chmod 640 "$log"
    # setsid, so that the service outlives this terminal; the exec's keep its pid.
    setsid "$here/service.sh" run >>"$log" 2>&1 </dev/null 9>&- 8>&- &
    pid=$!
    echo "$pid $(start_time "$pid")" >"$run_folder/spindrift.pid.new"
    mv "$run_folder/spindrift.pid.new" "$run_folder/spindrift.pid"
  fi
  wait_ready
  say "running (pid $(service_pid)): $(url)"
}

stop() {
  local pid deadline=$((SECONDS + ends_within))
  if ! pid=$(service_pid) || [ -z "$pid" ]; then
    say "not running"
    return
  fi
  if by_systemd; then
    systemctl stop spindrift.service
  else
    kill -TERM "$pid" 2>/dev/null || is_root || fail "may not stop pid $pid" "Run it with sudo."
    while service_pid >/dev/null; do
      if [ $SECONDS -ge $deadline ]; then
        note "it does not end by itself: by force now"
        kill -KILL "$pid" 2>/dev/null || true
        deadline=$((deadline + 10))
      fi
      sleep 0.1
    done
    rm -f "$run_folder/spindrift.pid"
  fi
  say "stopped; applications that run go on, and are found again at the next start"
}

status() {
  local pid
  if ! pid=$(service_pid) || [ -z "$pid" ]; then
    say "stopped"
    exit 3
  fi
  say "running   pid $pid for $(ps -o etime= -p "$pid" | tr -d ' '), $(($(ps -o rss= -p "$pid") / 1024)) MiB"
  say "version   $(cat "$dist/VERSION") ($(cat "$dist/BUILD"))"
  say "address   $(url)"
  say "log       $(log_place)"
  if answers /ready; then say "ready     yes"; else say "ready     no" && exit 1; fi
}

# run: becomes the server, as the user that it belongs to.
run() {
  server_path
  local words=("$java")
  [ ! -f "$dist/server.aot" ] || words+=("-XX:AOTCache=$dist/server.aot")
  # shellcheck disable=SC2206
  words+=($server_flags -cp "$server_path" io.spindrift.server.Main --home="$prefix")
  # Native libraries are unpacked here; what was killed could not take them away.
  rm -rf "${run_folder:?}/tmp"
  mkdir -m 700 "$run_folder/tmp"
  ! is_root || chown "$(service_user):" "$run_folder/tmp"
  words=("${words[@]:0:1}" "-Djava.io.tmpdir=$run_folder/tmp" "${words[@]:1}")
  cd "$prefix/data"
  umask 027
  become "$(service_user)" "${words[@]}"
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  restart) stop && start ;;
  status) status ;;
  run) run ;;
  *) fail "service needs start, stop, restart or status" ;;
esac
