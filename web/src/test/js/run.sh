#!/bin/sh
# Runs the tests of the console's pure modules; called by Maven in the test phase.
if ! command -v node >/dev/null 2>&1; then
  echo "The console's tests need Node.js 20 or newer: apt-get install nodejs, or see https://nodejs.org" >&2
  exit 1
fi
cd "$(dirname "$0")" && exec node --test .
