package io.spindrift.cloud;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/// Opens object stores of one kind of cloud: what a plugin offers.
public interface ObjectStoreProvider extends ExtensionPoint {
    /// The schemes of addresses that it opens, in lower case: `s3`, `s3a`.
    Set<String> schemes();

    /// Opens a store; reaches for nothing yet.
    ///
    /// @param root such as `s3a://bucket/path`
    /// @param settings keys-with-dashes; what is not set is found as the cloud's own tools do
    /// @throws IllegalArgumentException for an address or a setting that it does not know
    ObjectStore open(URI root, Map<String, String> settings);
}
