/// Operators' YAML ↔ our configuration, and status back in its shape.
@NullMarked
package io.spindrift.manifest;

import org.jspecify.annotations.NullMarked;
