#!/usr/bin/env bash
# demo.sh PREFIX: submits the example ETL and waits for it.
set -euo pipefail
prefix=$1
jar=$(find "$prefix/lib/current/examples/" -name 'spindrift-examples-*.jar' | head -n 1)
exec "$prefix/bin/spindrift" submit --wait --job demo-etl --class io.spindrift.examples.Etl "$jar"
