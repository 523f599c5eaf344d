/// Events folded into runs; rows, fold state and position in one batch.
@NullMarked
package io.spindrift.history.store;

import org.jspecify.annotations.NullMarked;
