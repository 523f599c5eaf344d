package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.Node;
import io.spindrift.runtime.Health;
import io.spindrift.runtime.LaunchRefusedException;
import java.util.List;

/// Whether a cluster is fit for applications, and what makes it so.
interface Care {
    Health examine();

    /// The nodes, so many as are told at once; none where we may not look.
    default List<Node> nodes() {
        return List.of();
    }

    /// Makes what is missing; see [Provision].
    ///
    /// @return a sentence for each thing that was made
    /// @throws LaunchRefusedException when we may not, with what to do
    default List<String> provision() {
        throw new LaunchRefusedException("nothing can be made here");
    }
}
