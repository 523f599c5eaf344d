/// Sightings to application states, attempts and container stays.
@NullMarked
package io.spindrift.track;

import org.jspecify.annotations.NullMarked;
