/// The clusters we run on, and their state.
@NullMarked
package io.spindrift.cluster;

import org.jspecify.annotations.NullMarked;
