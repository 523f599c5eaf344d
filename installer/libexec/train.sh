#!/usr/bin/env bash
# Trains the AOT caches of the command line and the server, by running each once on nothing of value.
# The caches hold for this very folder, Java and jars; whoever moves them runs slower, not wrong.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
dist=$(dirname "$here")
prefix=$dist
# shellcheck source=say.sh
. "$here/say.sh"
# shellcheck source=java.sh
. "$here/java.sh"

work=$(mktemp -d)
server=''
end() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

# within SECONDS COMMAND...: waits until the command succeeds.
within() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# ask PATH: one request to the server in training; prints the status line.
ask() {
  local status
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n' \
    "$1" "$(cat "$work/conf/admin.token" 2>/dev/null)" >&3
  IFS= read -r -t 5 status <&3 || status=''
  timeout 0.3 cat <&3 >/dev/null || true # what else it says; the server may keep the connection
  exec 3>&- 3<&-
  [[ $status == *" 200"* ]]
} 2>/dev/null
ended() { ! kill -0 "$server" 2>/dev/null; }
ready_or_ended() { ended || ask /ready; }

train_server() {
  local path
  server_path
  mkdir -p "$work/conf" "$work/data" "$work/runtimes"
  (umask 077 && echo "sd_$(head -c 32 /dev/urandom | base64 | tr -dc 'A-Za-z0-9')" >"$work/conf/admin.token")
  port=$((20000 + RANDOM % 10000))
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  # shellcheck disable=SC2086
  "$java" -XX:AOTCacheOutput="$work/server.aot" $server_flags -cp "$server_path" \
    io.spindrift.server.Main --home="$work" --port="$port" >"$work/log" 2>&1 </dev/null &
  server=$!
  within 60 ready_or_ended && ! ended || return 1
  for path in / /ocean/spark/app /ocean/spark/job /ocean/spark/cluster /ocean/spark/summary \
    '/ocean/spark/search?q=spark' /ocean/spark/settings /ocean/spark/runtime /ocean/spark/user/me \
    /api/v1/applications /metrics /health; do
    ask "$path" || true
  done
  kill -TERM "$server"
  within 60 ended || return 1
  server=''
  [ -f "$work/server.aot" ] || return 1
  mv "$work/server.aot" "$dist/server.aot.new"
  chmod 644 "$dist/server.aot.new"
  mv "$dist/server.aot.new" "$dist/server.aot"
}

failed=0
[ -f "$dist/cli.aot" ] || train_cli || failed=1
[ -f "$dist/server.aot" ] || train_server || {
  tail -n 5 "$work/log" >&2 2>/dev/null || true
  failed=1
}
exit $failed
