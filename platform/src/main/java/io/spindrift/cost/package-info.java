/// Prices runs from the containers they lived in.
@NullMarked
package io.spindrift.cost;

import org.jspecify.annotations.NullMarked;
