/// Applications as processes on this machine.
@NullMarked
package io.spindrift.runtime.local;

import org.jspecify.annotations.NullMarked;
