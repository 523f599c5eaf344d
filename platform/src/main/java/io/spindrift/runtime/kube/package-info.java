/// Applications as pods of a Kubernetes cluster.
@NullMarked
package io.spindrift.runtime.kube;

import org.jspecify.annotations.NullMarked;
