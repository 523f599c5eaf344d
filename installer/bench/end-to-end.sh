#!/usr/bin/env bash
# The end-to-end tests at full size, each with a table at the end (kept in installer/e2e/target/reports):
#
#   end-to-end.sh many      20 applications at once on two cores, 4.3.0 and 3.5.9
#   end-to-end.sh kills     kill -9 of the platform at 20 random moments, rows compared
#   end-to-end.sh weights   weights and times of the pages, with 3 000 stages and 300 000 tasks
#   end-to-end.sh pages     axe-core on every page in both widths and themes, screenshots
#
# More words go to Maven: `kills -Dspindrift.e2e.seed=42`. Times are worth something on a machine
# that does nothing else.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
# shellcheck source=../libexec/jdk.sh
. installer/libexec/jdk.sh

case ${1:-} in
  many) words=(-Dit.test=ManyApplicationsIT -Dspindrift.e2e.applications=20) ;;
  kills) words=(-Dit.test=KillPlatformIT -Dspindrift.e2e.kills=20) ;;
  pages) words=(-Dit.test=PagesIT -Dspindrift.e2e.views=4) ;;
  weights)
    words=(-Dit.test=PageWeightIT -Dspindrift.e2e.stages=3000 -Dspindrift.e2e.tasks=100
      -Dspindrift.e2e.rounds=5 -Dspindrift.e2e.slack=1)
    ;;
  *) sed -n '2,10s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
shift

JAVA_HOME=$(need_jdk 25)
export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
export SPINDRIFT_RUNTIMES="${SPINDRIFT_RUNTIMES:-${XDG_CACHE_HOME:-$HOME/.cache}/spindrift/runtimes}"
installer/libexec/runtime.sh add 4.3.0
installer/libexec/runtime.sh add 3.5.9
# Of the modules below only what they build is needed here, not their tests.
exec mvn -B -ntp verify -pl installer/e2e -am -Dtest=NoUnitTest \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false "${words[@]}" "$@"
