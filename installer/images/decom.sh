#!/usr/bin/env bash
# Run in an executor's container before it is stopped (spark.kubernetes.decommission.script): tells the executor to give
# its blocks away, then waits until it has ended. Kubernetes bounds the wait by the pod's grace period; so do we.
set -euo pipefail
executor=$(pgrep -o -x java) || exit 0
kill -PWR "$executor"
timeout 60 tail --pid="$executor" -f /dev/null || true
