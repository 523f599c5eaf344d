#!/usr/bin/env bash
# What goes wrong in a Kubernetes cluster, again and again, each time under a running application; the tables are kept in
# installer/e2e/target/reports (kube-kills.txt, kube-faults.txt):
#
#   faults.sh [N]     N rounds (10): kill -9 of the platform after every write of a submission; API server away for two
#                     minutes, etcd restarted, watches closed with 410, node drained, driver evicted, executor OOMKilled,
#                     image missing, spot node gone, namespace deleted
#
# More words go to Maven. Starts the testbed unless KUBECONFIG is set; with a cluster of your own, its API server and etcd
# are left alone, and the platform's way to it is cut instead. A round takes about ten minutes on two cores.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
# shellcheck source=../libexec/jdk.sh
. installer/libexec/jdk.sh

rounds=${1:-10}
[[ $rounds =~ ^[0-9]+$ ]] || { sed -n '2,11s/^# \{0,1\}//p' "$0" && exit 2; }
[ $# -eq 0 ] || shift

JAVA_HOME=$(need_jdk 25)
export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
export SPINDRIFT_RUNTIMES="${SPINDRIFT_RUNTIMES:-${XDG_CACHE_HOME:-$HOME/.cache}/spindrift/runtimes}"
installer/libexec/runtime.sh add 4.3.0
installer/libexec/runtime.sh add 3.5.9
# The images take the agent and the examples from where a build leaves them.
mvn -B -ntp -q package -DskipTests -pl history-server/agent,installer/examples -am "$@"
trap 'installer/libexec/testbed.sh down' EXIT
variables=$(installer/libexec/testbed.sh up)
eval "$variables"
# Of the modules below only what they build is needed here, not their tests.
mvn -B -ntp verify -pl installer/e2e -am -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dfailsafe.failIfNoSpecifiedTests=false -Dit.test='KubeKillsIT,KubeFaultsIT' \
  -Dspindrift.e2e.rounds="$rounds" -Dspindrift.e2e.away=120 -Dspindrift.e2e.stop-parts=true "$@"
