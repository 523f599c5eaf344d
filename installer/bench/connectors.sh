#!/usr/bin/env bash
# Tries the connectors of the full images, without building these: connectors.sh VERSION...
# Each table format is written and read, each store, source and driver loaded, on this machine with the files of the image.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
installer=$(dirname "$here")
# shellcheck source=../libexec/jdk.sh
. "$installer/libexec/jdk.sh"
[ $# -gt 0 ] || { sed -n '2,3s/^# \{0,1\}//p' "$0" && exit 2; }
home=$(mktemp -d "$installer/target/.connectors-XXXXXX")
trap 'rm -rf "$home"' EXIT
JAVA_HOME=$(need_jdk 17)
export JAVA_HOME SPARK_HOME=$home PYSPARK_PYTHON=python3 SPARK_LOCAL_IP=127.0.0.1 SPARK_CONF_DIR=$home/conf
failed=0
case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=amd64 ;; esac
for version in "$@"; do
  "$installer/images/build.sh" --spark "$version" --variant full --context-only >/dev/null
  context=$installer/target/images/$version-$arch
  rm -rf "${home:?}"/*
  mkdir "$home/conf"
  # Spark 3.3 would log among the answers.
  cat >"$home/conf/log4j2.properties" <<'LOG4J'
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yy/MM/dd HH:mm:ss} %p %c{1}: %m%n%ex
LOG4J
  cp -al "$context"/spark/* "$home/"
  cp -al "$context"/libraries/* "$context"/connectors/* "$home/jars/"
  export PYTHONPATH=$home/python:$home/python/lib/py4j-src.zip:$context/python
  for part in delta iceberg hudi avro others; do
    if ! (cd "$home" && exec timeout 600 "$home/bin/spark-submit" --master 'local[1]' --driver-memory 1g --conf spark.ui.enabled=false \
      --conf spark.sql.shuffle.partitions=1 "$here/connectors.py" "$part") 2>"$home/log" | sed "s/^/$version  /"; then
      failed=1
      echo "$version  $part FAILED: $(grep -E '^[a-z.A-Z]*(Error|Exception)|Caused by' "$home/log" | head -n 3 | cut -c1-300)"
      cp "$home/log" "$installer/target/connectors-$version-$part.log"
    fi
  done
done
exit $failed
