#!/usr/bin/env bash
# Builds and tests all of Spindrift from a clone. Installs what it needs: as root it just does,
# otherwise it prints the one command to run. Extra words go to Maven (`-pl platform -am`).
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
# shellcheck source=libexec/jdk.sh
. installer/libexec/jdk.sh

# Names of files outside of ASCII are tested, too.
export LC_ALL=C.UTF-8

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

step "A Kubernetes cluster, with images of both Sparks"
# Tests of single modules need none, but for those of the platform. What is missing is said here, and fails the tests that need it.
case " $* " in
  *" -pl "*) [[ $* = *e2e* || $* = *platform* ]] && cluster=yes || cluster=no ;;
  *) cluster=yes ;;
esac
if [ $cluster = yes ]; then
  trap 'installer/libexec/testbed.sh down' EXIT
  # Helm takes long to build, once; the test that needs it asks again.
  installer/libexec/helm.sh >/dev/null 2>&1 &
  build=(installer/dist/build.sh --no-archive)
  # Tests of the platform's module need the images of Spark, not the platform's own.
  [[ " $* " != *" -pl "* || $* = *e2e* ]] ||
    build=(mvn -B -ntp -q package -Dmaven.test.skip=true -pl "history-server/agent,installer/examples" -am)
  if "${build[@]}" &&
    variables=$(installer/libexec/testbed.sh up); then
    eval "$variables"
  fi
fi

step "Build, unit tests, integration tests"
rm -rf {plugins/*,history-server,web,platform,installer/*}/target/{surefire,failsafe}-reports
maven=0
mvn -B -ntp --fail-at-end verify "$@" || maven=$?

# count ATTRIBUTE: its sum over all reports of the run.
count() {
  find . -path '*/target/*' -name 'TEST-*.xml' -exec grep -hm 1 '<testsuite ' {} + |
    grep -oE " $1=\"[0-9]+\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}
tests=$(count tests) bad=$(($(count failures) + $(count errors))) skipped=$(count skipped)

step "The installer's own tests"
# They start the platform, which refuses variables of its prefix that it does not know.
unset SPINDRIFT_IMAGE_REPOSITORY
scripts_passed=0 scripts_failed=0
for script in installer/test/*.sh; do
  [ -f "$script" ] || continue
  if bash "$script"; then
    scripts_passed=$((scripts_passed + 1))
  else
    scripts_failed=$((scripts_failed + 1))
    say "FAILED: $script"
  fi
done

[ "$tests" -gt 0 ] || bad=$((bad + 1))
[ "$maven" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
say "$((tests - bad - skipped > 0 ? tests - bad - skipped : 0)) Java tests passed, $scripts_passed installer scripts passed, in $SECONDS s"
echo "$((tests - bad - skipped + scripts_passed)) passed, $((bad + scripts_failed)) failed, $skipped skipped"
[ "$maven" -eq 0 ] && [ "$bad" -eq 0 ] && [ "$scripts_failed" -eq 0 ]
