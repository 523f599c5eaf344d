#!/usr/bin/env bash
# Trains the AOT caches of the command line, the server and the history server, by running each once on nothing of value.
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

# A log as small as it can be that has a job, a stage and a task of each outcome.
history_log() {
  local task end reason id
  task='"Launch Time":1000,"Executor ID":"driver","Host":"h","Locality":"ANY","Speculative":false,"Getting Result Time":0'
  printf '%s\n' '{"Event":"SparkListenerLogStart","Spark Version":"4.3.0"}' \
    '{"Event":"SparkListenerApplicationStart","App Name":"a","App ID":"local-1","Timestamp":900,"User":"u"}' \
    '{"Event":"SparkListenerExecutorAdded","Timestamp":900,"Executor ID":"driver","Executor Info":{"Host":"h","Total Cores":2,"Log Urls":{}}}' \
    '{"Event":"SparkListenerEnvironmentUpdate","JVM Information":{},"Spark Properties":{"spark.master":"local[2]"},"System Properties":{},"Classpath Entries":{}}' \
    '{"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":950,"Stage Infos":[{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":2}],"Stage IDs":[0],"Properties":{}}' \
    '{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":2,"Submission Time":960}}'
  for id in 0 1; do
    [ $id = 0 ] && reason='"Success"' || reason='"ExceptionFailure","Class Name":"E","Description":"d","Stack Trace":[],"Full Stack Trace":"E: d"'
    end='"Failed":false,"Killed":false,"Accumulables":[{"ID":1,"Name":"internal.metrics.resultSize","Update":1,"Value":1,"Internal":true,"Count Failed Values":true}]'
    printf '%s\n' '{"Event":"SparkListenerTaskStart","Stage ID":0,"Stage Attempt ID":0,"Task Info":{"Task ID":'$id',"Index":'$id',"Attempt":0,'"$task"',"Finish Time":0,"Failed":false,"Killed":false,"Accumulables":[]}}' \
      '{"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task Type":"ResultTask","Task End Reason":{"Reason":'"$reason"'},"Task Info":{"Task ID":'$id',"Index":'$id',"Attempt":0,'"$task"',"Finish Time":2000,'"$end"'},"Task Executor Metrics":{"JVMHeapMemory":1},"Task Metrics":{"Executor Run Time":900,"Executor CPU Time":800000000,"Shuffle Read Metrics":{"Local Bytes Read":1},"Input Metrics":{"Bytes Read":1}}}'
  done
  printf '%s\n' '{"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":2,"Submission Time":960,"Completion Time":2000}}' \
    '{"Event":"SparkListenerJobEnd","Job ID":0,"Completion Time":2000,"Job Result":{"Result":"JobSucceeded"}}' \
    '{"Event":"SparkListenerApplicationEnd","Timestamp":2100}'
}
history_ended() { ended || ask '/api/v1/applications/local-1/jobs/0'; }

train_history() {
  local path
  server_path
  history_flags
  rm -rf "$work/logs" "$work/history"
  mkdir -p "$work/logs"
  history_log >"$work/logs/local-1"
  port=$((20000 + RANDOM % 10000))
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  # shellcheck disable=SC2086
  "$java" -XX:AOTCacheOutput="$work/history.aot" $history_flags -cp "$server_path" \
    io.spindrift.history.server.Main --logs "$work/logs" --data "$work/history" --port "$port" >"$work/log" 2>&1 </dev/null &
  server=$!
  within 60 history_ended && ! ended || return 1
  for path in / /api/v1/applications /history/local-1/jobs/ '/ocean/spark/search?q=s' \
    /api/v1/applications/local-1/{stages,stages/0,executors,environment,sql,storage/rdd} \
    /ocean/spark/cluster/history/app/local-1{,/stages,/jobs,/metrics,/timeline,/executors,/issues}; do
    ask "$path" || true
  done
  kill -TERM "$server"
  within 60 ended || return 1
  server=''
  [ -f "$work/history.aot" ] || return 1
  mv "$work/history.aot" "$dist/history.aot.new"
  chmod 644 "$dist/history.aot.new"
  mv "$dist/history.aot.new" "$dist/history.aot"
}

failed=0
[ -f "$dist/cli.aot" ] || train_cli || failed=1
[ -f "$dist/server.aot" ] || train_server || {
  tail -n 5 "$work/log" >&2 2>/dev/null || true
  failed=1
}
[ -f "$dist/history.aot" ] || train_history || {
  tail -n 5 "$work/log" >&2 2>/dev/null || true
  failed=1
}
exit $failed
