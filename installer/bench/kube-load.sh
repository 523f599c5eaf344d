#!/usr/bin/env bash
# Many submissions onto simulated nodes of a Kubernetes cluster, through the API of a platform of its own: how fast, how
# late, at what cost; beside Spark's own submission in the same run on the same API server. Then a queue of a hundred
# applications of three pods each, and a dozen real ones on real nodes.
#   kube-load.sh [SUBMISSIONS [SPARK_SUBMITS]]      1000 and 10; 300 more come at 5 a second before
# What is measured is the distribution of installer/target/spindrift, as installer/dist/build.sh --no-archive and
# its libexec/train.sh made it. The cluster is that of KUBECONFIG, which runs KWOK (the testbed does); SPINDRIFT_RUNTIMES names the Spark runtimes.
# Tables are left in installer/e2e/target/reports.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
submissions=${1:-1000} submits=${2:-10}
dist=$PWD/installer/target/spindrift
[ -f "$dist/server.aot" ] || {
  echo "kube-load.sh: $dist is not there, or not trained: run installer/dist/build.sh --no-archive, then $dist/libexec/train.sh" >&2
  exit 1
}
: "${KUBECONFIG:?names the cluster}" "${SPINDRIFT_RUNTIMES:?names the folder of Spark runtimes}"
export SPINDRIFT_IMAGE_REPOSITORY=${SPINDRIFT_IMAGE_REPOSITORY:-localhost:5000/spindrift/spark}
${MAVEN:-mvn} -B -ntp -q verify -pl installer/e2e -am -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dfailsafe.failIfNoSpecifiedTests=false "-Dit.test=${TESTS:-KubeLoadIT,KubeQueueIT,KubeTurnIT}" \
  -Dspindrift.e2e.distribution="$dist" -Dspindrift.e2e.load-steady=300 -Dspindrift.e2e.load-burst="$submissions" -Dspindrift.e2e.load-life=10 \
  -Dspindrift.e2e.load-submits="$submits" -Dspindrift.e2e.queue-applications=100 -Dspindrift.e2e.queue-at-once=10 \
  -Dspindrift.e2e.turn-applications=12 -Dspindrift.e2e.turn-at-once=3
cat installer/e2e/target/reports/kube-{load,queue,turn}.txt
