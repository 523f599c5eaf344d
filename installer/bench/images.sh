#!/usr/bin/env bash
# Builds slim images of Spark and runs them in the cluster: Pi and Python functions, each submitted by Spark's own
# spark-submit, with an executor of the same image; any command as the image's user; the exit code of a failure.
#
#   images.sh VERSION...      one version after the other
#
# Starts the testbed unless KUBECONFIG is set. A version takes about two minutes, and its download.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
# shellcheck source=../libexec/jdk.sh
. installer/libexec/jdk.sh
[ $# -gt 0 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" && exit 2; }
JAVA_HOME=$(need_jdk 25)
export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
export SPINDRIFT_RUNTIMES="${SPINDRIFT_RUNTIMES:-${XDG_CACHE_HOME:-$HOME/.cache}/spindrift/runtimes}"
mvn=${MAVEN:-mvn}
$mvn -B -ntp -q package -DskipTests -pl history-server/agent,installer/examples -am
trap 'installer/libexec/testbed.sh down' EXIT
variables=$(installer/libexec/testbed.sh start)
eval "$variables"
for version in "$@"; do
  installer/images/build.sh --spark "$version" --push "$SPINDRIFT_IMAGE_REPOSITORY"
  # Maven ends with 1 where a test failed: the others are to be tried all the same.
  $mvn -B -ntp -q verify -pl installer/e2e -am -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dfailsafe.failIfNoSpecifiedTests=false -Dit.test=ImagesIT "-Dspindrift.e2e.image-versions=$version" || failed+=" $version"
done
[ -z "${failed:-}" ] || { echo "failed:$failed" >&2 && exit 1; }
