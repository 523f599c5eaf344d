/// What containers wrote, kept in files within bounds.
@NullMarked
package io.spindrift.runtime.log;

import org.jspecify.annotations.NullMarked;
