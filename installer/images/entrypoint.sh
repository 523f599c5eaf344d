#!/usr/bin/env bash
# What a container does with its words. Spark's Kubernetes scheduler gives it one of two:
#   driver WORDS...   an application: spark-submit in client mode, with these words
#   executor          an executor of it; all that it must know is in the environment
# Others are run as they are: `docker run -it IMAGE pyspark`.
set -euo pipefail

# Hadoop wants a name for its user, which a cluster may have made up.
if ! getent passwd "$(id -u)" >/dev/null && [ -w /etc/passwd ]; then
  printf 'spark:x:%d:%d::%s:/usr/sbin/nologin\n' "$(id -u)" "$(id -g)" "$SPARK_HOME" >>/etc/passwd
fi

# Jars beside Spark's, for both: an image's own, and those of a Hadoop that it brings.
if [ -n "${HADOOP_HOME:-}" ] && [ -z "${SPARK_DIST_CLASSPATH:-}" ]; then
  SPARK_DIST_CLASSPATH=$("$HADOOP_HOME/bin/hadoop" classpath)
fi
beside=${SPARK_EXTRA_CLASSPATH:-}${SPARK_DIST_CLASSPATH:+:$SPARK_DIST_CLASSPATH}
export SPARK_DIST_CLASSPATH="${beside#:}"
export PYSPARK_DRIVER_PYTHON="${PYSPARK_DRIVER_PYTHON:-$PYSPARK_PYTHON}"

driver() {
  exec tini -s -- "$SPARK_HOME/bin/spark-submit" \
    --conf "spark.driver.bindAddress=${SPARK_DRIVER_BIND_ADDRESS:?is the address of the driver\'s pod}" \
    --conf "spark.executorEnv.SPARK_DRIVER_POD_IP=$SPARK_DRIVER_BIND_ADDRESS" \
    --deploy-mode client "$@"
}

executor() {
  local name options=()
  # SPARK_JAVA_OPT_0, _1, ... _10: in their order, each one word whatever it holds.
  for name in $(printf '%s\n' "${!SPARK_JAVA_OPT_@}" | sort -V); do
    options+=("${!name}")
  done
  local classpath=${SPARK_CONF_DIR:-$SPARK_HOME/conf}
  classpath+=${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}${SPARK_CLASSPATH:+:$SPARK_CLASSPATH}
  # The folder it works in holds the files that were given to the application.
  classpath+=:$SPARK_HOME/jars/*${SPARK_DIST_CLASSPATH:+:$SPARK_DIST_CLASSPATH}:$PWD
  exec tini -s -- "${JAVA_HOME:+$JAVA_HOME/bin/}java" "${options[@]}" \
    "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" -cp "$classpath" \
    org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
    --driver-url "$SPARK_DRIVER_URL" \
    --executor-id "$SPARK_EXECUTOR_ID" \
    --cores "$SPARK_EXECUTOR_CORES" \
    --app-id "$SPARK_APPLICATION_ID" \
    --hostname "$SPARK_EXECUTOR_POD_IP" \
    --resourceProfileId "${SPARK_RESOURCE_PROFILE_ID:-0}" \
    --podName "$SPARK_EXECUTOR_POD_NAME"
}

case ${1:-} in
  driver) shift && driver "$@" ;;
  executor) executor ;;
  '') exec tini -s -- bash ;;
  *) exec tini -s -- "$@" ;;
esac
