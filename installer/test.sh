#!/usr/bin/env bash
# Builds and tests all of Spindrift from a clone. Installs what it needs: as root it just does,
# otherwise it prints the one command to run. Extra words go to Maven (`-pl platform -am`); the installer's own tests then stay out.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
# shellcheck source=libexec/jdk.sh
. installer/libexec/jdk.sh

# Names of files outside of ASCII are tested, too.
export LC_ALL=C.UTF-8

# What runs beside the rest, by name, in a process group of its own; its words are kept in a file until it is waited for.
logs=installer/target/test
declare -A beside=()
begin() { # begin NAME COMMAND...
  local name=$1
  shift
  set -m
  "$@" >"$logs/$name.log" 2>&1 </dev/null &
  beside[$name]=$!
  set +m
}
ended() { # ended NAME: whether it succeeded; shows its words
  local code=0
  wait "${beside[$1]}" || code=$?
  unset "beside[$1]"
  cat "$logs/$1.log"
  return $code
}
end() {
  local pid
  for pid in "${beside[@]}"; do kill -TERM -- "-$pid" 2>/dev/null || true; done
  [ "${cluster:-no}" = no ] || installer/libexec/testbed.sh down
}
trap end EXIT
trap 'exit 130' INT TERM HUP
rm -rf "$logs"
mkdir -p "$logs"

steps 5

step "Tools: JDK 25, Maven, Python, Node, Chromium"
missing=()
have mvn || missing+=(maven)
have python3 || missing+=(python3 python3-pip)
have node || missing+=(nodejs)
have chromium || have chromium-browser || have google-chrome || missing+=(chromium fonts-dejavu-core fonts-liberation)
have flock && have setsid || missing+=(util-linux)
have ps || missing+=(procps)
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
need_pip
JAVA_HOME=$(need_jdk 25)
export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
# A build ends before the optimizing compiler has paid.
export MAVEN_OPTS="${MAVEN_OPTS:--XX:TieredStopAtLevel=1}"
note "JDK $(java_version "$JAVA_HOME") in $JAVA_HOME, $(mvn -v 2>/dev/null | head -n 1)"

step "Spark runtimes 4.3.0 and 3.5.9"
# As root where other users can read them: a test runs Spark as another user.
cache=${XDG_CACHE_HOME:-$HOME/.cache}
! is_root || cache=/var/cache
export SPINDRIFT_RUNTIMES="${SPINDRIFT_RUNTIMES:-$cache/spindrift/runtimes}"
installer/libexec/runtime.sh add 4.3.0
installer/libexec/runtime.sh add 3.5.9
if ! find_java 17 jre >/dev/null && is_root && have apt-get; then
  install_packages openjdk-17-jre-headless
fi

step "A distribution, and a Kubernetes cluster with images of both Sparks"
# Tests of single modules need none, but for those of the platform. What is missing is said here, and fails the tests that need it.
case " $* " in
  *" -pl "*) [[ $* = *e2e* || $* = *platform* ]] && cluster=yes || cluster=no ;;
  *) cluster=yes ;;
esac
theirs=${KUBECONFIG:-}
start_cluster() { installer/libexec/testbed.sh start >"$logs/variables"; }
if [ "$cluster" = yes ]; then
  begin cluster start_cluster
  # Helm takes long to build, once; the test that needs it asks again.
  begin helm installer/libexec/helm.sh
fi
build=()
if [ $# -eq 0 ]; then
  build=(installer/dist/build.sh)
elif [[ $* = *e2e* ]]; then
  build=(installer/dist/build.sh --no-archive)
elif [ "$cluster" = yes ]; then
  # Tests of the platform's module need the images of Spark, not the platform's own.
  build=(mvn -B -ntp -q package -Dmaven.test.skip=true -pl "history-server/agent,installer/examples" -am)
fi
built=yes
"${build[@]}" || built=no
variables=''
[ "$cluster" = no ] || ! ended cluster || variables=$(cat "$logs/variables")
eval "$variables"
images=none
if [ $built = yes ] && [ -n "$variables" ]; then
  # They are there long before the first test that needs them, but for where that is the only one.
  begin images installer/libexec/testbed.sh images
  images=begun
  [ $# -eq 0 ] || { ended images && images=there || images=failed; }
fi
words=("$@")
if [ -z "$theirs" ] && [ -e installer/target/testbed.started ]; then
  words+=(-Dspindrift.e2e.stop-parts=true)
elif [ -n "$variables" ]; then
  note "the cluster is not this run's own: its API server is not stopped, and the test that drains a node is skipped"
fi

step "Build, unit tests, integration tests; the installer's own beside them"
scripts() {
  local script failed=0
  for script in installer/test/*.sh; do
    # Sourced by another, and no test.
    [ "${script##*/}" != lifetime.sh ] || continue
    # They start the platform, which refuses variables of its prefix that it does not know.
    if env -u SPINDRIFT_IMAGE_REPOSITORY -u SPINDRIFT_TESTBED -u SPINDRIFT_BASE_IMAGE bash "$script" --built; then
      touch "$logs/${script##*/}.passed"
    else
      failed=1
      say "FAILED: $script"
    fi
  done
  return $failed
}
[ $# -gt 0 ] || [ $built = no ] || begin scripts scripts
while read -r module; do
  rm -rf "$module"/target/{surefire,failsafe}-reports
done < <(sed -n 's:.*<module>\(.*\)</module>.*:\1:p' pom.xml)
# Two modules at a time: one half of the end-to-end tests runs beside the other. A test that fails keeps no module
# from being tested; the reports say what failed.
maven=0
mvn -B -ntp -T 2 --fail-at-end -Dmaven.test.failure.ignore=true verify "${words[@]}" || maven=$?

step "What the reports say"
bad=0
[ $images != begun ] || ended images || images=failed
[ $images != failed ] || bad=$((bad + 1))
[ "$cluster" = no ] || [ -n "$variables" ] || bad=$((bad + 1))
if [ $built = no ]; then
  say "FAILED: there is no distribution, so what is to be tested with it was not"
  bad=$((bad + 1))
fi
scripts_passed=0 scripts_failed=0 whole=''
if [ $# -eq 0 ]; then
  whole=--whole
  [ $built = no ] || ended scripts || true
  scripts_passed=$(find "$logs" -name '*.sh.passed' | wc -l)
  scripts_failed=$(($(find installer/test -name '*.sh' ! -name lifetime.sh | wc -l) - scripts_passed))
fi
figures=$(python3 installer/test/reports.py "$whole")
# The last line is for this script.
say "${figures%$'\n'*}"
read -r passed failed skipped <<<"${figures##*$'\n'}"
bad=$((bad + failed))
[ "$maven" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
say "$passed tests passed, $scripts_passed installer scripts passed, in $SECONDS s"
echo "$((passed + scripts_passed)) passed, $((bad + scripts_failed)) failed, $skipped skipped"
[ "$maven" -eq 0 ] && [ "$bad" -eq 0 ] && [ "$scripts_failed" -eq 0 ]
