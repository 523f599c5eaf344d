# How Java is started: the class paths and flags of command line and server, one string each, for an AOT
# cache is used only with the class path that it was trained with. To be sourced with $dist
# and $prefix set; POSIX shell.
# shellcheck shell=sh disable=SC2086

java=$dist/java/bin/java
# Names of files outside of ASCII: services often start without any locale.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac
# Else RocksDB starts three processes to find out which C library this system has; ours comes with glibc's.
export ROCKSDB_MUSL_LIBC=false
# Errors of the virtual machine go to standard error; its warnings would disturb `--json`.
vm_log="-Xlog:disable -Xlog:all=error:stderr"

cli_path=
for jar in "$dist"/jars/spindrift-platform-*.jar "$dist"/jars/jackson-annotations-*.jar \
  "$dist"/jars/jackson-core-*.jar "$dist"/jars/jackson-databind-*.jar; do
  cli_path=$cli_path${cli_path:+:}$jar
done
cli_flags="-Xms16m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData $vm_log"

# cli WORDS: becomes the command line.
cli() {
  if [ -f "$dist/cli.aot" ]; then cli_flags="-XX:AOTCache=$dist/cli.aot $cli_flags"; fi
  if [ -t 1 ] && [ -t 2 ]; then cli_flags="$cli_flags -Dspindrift.terminal=true"; fi
  exec "$java" $cli_flags -Dspindrift.prefix="$prefix" -cp "$cli_path" io.spindrift.cli.Main "$@"
}

# train_cli PREFIX: writes cli.aot by running the command line through its paces.
train_cli() {
  "$java" $cli_flags -XX:AOTCacheOutput="$dist/cli.aot.new" -cp "$cli_path" \
    io.spindrift.cli.Main rehearse >/dev/null 2>&1 </dev/null || true
  [ -f "$dist/cli.aot.new" ] && mv "$dist/cli.aot.new" "$dist/cli.aot"
}

server_path() {
  server_path=
  for jar in "$dist"/jars/*.jar; do server_path=$server_path${server_path:+:}$jar; done
}
# Whether it takes submissions in bursts or reads logs in bursts, the optimizing compiler would cost it more than it saves,
# in processor time and in memory; vectors are slow without it. SPINDRIFT_JAVA_OPTS come last.
usual_flags="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError \
--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
-Dfile.encoding=UTF-8 -Djava.awt.headless=true $vm_log ${SPINDRIFT_JAVA_OPTS:-}"
server_flags="-Xmx768m $usual_flags"

# In the history server alone a small nursery stays in the processor's cache and comes in few large pages where the system
# grants such, and a library that lies there need not be unpacked at each start.
history_flags() {
  history_flags="-Xmx${SPINDRIFT_HISTORY_HEAP:-512m} -Xmn24m -XX:+UseTransparentHugePages -Djava.library.path=$dist/native \
$usual_flags"
}
