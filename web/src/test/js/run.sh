#!/bin/sh
# Runs the tests of the console's pure modules, and leaves a report as other tests do; called by Maven in the test phase.
# `run.sh true`: failures are only reported.
if ! command -v node >/dev/null 2>&1; then
  echo "The console's tests need Node.js 20 or newer: apt-get install nodejs, or see https://nodejs.org" >&2
  exit 1
fi
cd "$(dirname "$0")" || exit 1
reports=../../../target/surefire-reports
mkdir -p "$reports"
code=0
node --test --test-reporter=spec --test-reporter-destination=stdout \
  --test-reporter=tap --test-reporter-destination="$reports/console.tap" . || code=$?
awk -v code=$code '
  $1 == "#" && NF == 3 { figure[$2] = $3 }
  END {
    failed = figure["fail"] + figure["cancelled"]
    if (code != 0 && failed == 0) failed = 1
    printf "<testsuite name=\"console\" time=\"%.3f\" tests=\"%d\" errors=\"0\" skipped=\"%d\" failures=\"%d\"/>\n",
      figure["duration_ms"] / 1000, figure["tests"], figure["skipped"] + figure["todo"], failed
  }' "$reports/console.tap" >"$reports/TEST-console.xml"
[ "$1" = true ] || exit $code
