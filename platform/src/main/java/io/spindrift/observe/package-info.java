/// Applications that others started, as their event logs, or their drivers, tell of them.
@NullMarked
package io.spindrift.observe;

import org.jspecify.annotations.NullMarked;
