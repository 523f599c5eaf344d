/// Settings, wiring, loops and Main; the journeys, written out.
@NullMarked
package io.spindrift.server;

import org.jspecify.annotations.NullMarked;
