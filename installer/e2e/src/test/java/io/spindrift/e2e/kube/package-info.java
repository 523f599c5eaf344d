/// Spark on a real Kubernetes cluster, that of `KUBECONFIG`.
@NullMarked
package io.spindrift.e2e.kube;

import org.jspecify.annotations.NullMarked;
