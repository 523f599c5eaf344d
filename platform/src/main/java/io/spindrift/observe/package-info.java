/// Applications that others started, as their event logs tell of them.
@NullMarked
package io.spindrift.observe;

import org.jspecify.annotations.NullMarked;
