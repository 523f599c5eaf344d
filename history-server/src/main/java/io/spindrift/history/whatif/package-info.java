/// How long a run would have taken with other numbers of executors.
@NullMarked
package io.spindrift.history.whatif;

import org.jspecify.annotations.NullMarked;
