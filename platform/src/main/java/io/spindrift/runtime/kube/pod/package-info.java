/// What an attempt is made of in a cluster: the driver's pod and what goes with it, and what is
/// refused of a configuration. Pure: nothing here asks a cluster, or a clock.
@NullMarked
package io.spindrift.runtime.kube.pod;

import org.jspecify.annotations.NullMarked;
