/// Where applications run: what may be ordered and what can be seen.
@NullMarked
package io.spindrift.runtime;

import org.jspecify.annotations.NullMarked;
