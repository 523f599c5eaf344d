#!/usr/bin/env bash
# The tests of the history server that have a size, at full size:
#
#   full_size.sh sizes       rows, index and kept log of a 615 MB log, per MB
#   full_size.sh mutations   a million mutated lines, their totals compared
#   full_size.sh kills       kill -9 at 50 random moments of an ingest, rows compared (12 minutes)
#   full_size.sh parity      Spark's API, asked of both of Spark's servers and of ours
#   full_size.sh push        1 000 events/s for 10 minutes, the server killed and started again five times
#
# More words go to Maven: `sizes -Dspindrift.sizes.log=FILE`.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
# shellcheck source=../../installer/libexec/jdk.sh
. installer/libexec/jdk.sh

module=history-server
case ${1:-} in
  sizes) words=(-Dit.test=SizesIT -Dspindrift.sizes.stages=336) ;;
  mutations) words=(-Dtest='EventParserTest,MutatedLinesTest' -Dit.test=NoTest -Dspindrift.mutations=1000000) ;;
  kills) words=(-Dit.test=KilledIngestIT -Dspindrift.kills=50) ;;
  parity) words=(-Dit.test=SparkHistoryParityIT) ;;
  push) module=history-server/agent words=(-Dit.test=PushRateIT -Dspindrift.push.seconds=600 -Dspindrift.push.kills=5) ;;
  *) sed -n '2,10s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
what=$1
shift

JAVA_HOME=$(need_jdk 25)
export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
if [ "$what" = parity ]; then
  export SPINDRIFT_RUNTIMES="${SPINDRIFT_RUNTIMES:-${XDG_CACHE_HOME:-$HOME/.cache}/spindrift/runtimes}"
  installer/libexec/runtime.sh add 4.3.0
  installer/libexec/runtime.sh add 3.5.9
fi
exec mvn -B -ntp verify -pl "$module" -am -Dtest=NoUnitTest \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false "${words[@]}" "$@"
