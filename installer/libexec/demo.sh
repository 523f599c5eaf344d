#!/usr/bin/env bash
# demo.sh PREFIX: submits the example ETL and waits for it.
set -euo pipefail
prefix=$1
examples=$prefix/lib/current/examples
for jar in "$examples"/spindrift-examples-*.jar; do
  exec "$prefix/bin/spindrift" submit --wait --name demo-etl --class io.spindrift.examples.Etl "$jar"
done
