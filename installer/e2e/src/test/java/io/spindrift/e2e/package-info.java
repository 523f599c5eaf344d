/// The whole product, driven as a user would.
@NullMarked
package io.spindrift.e2e;

import org.jspecify.annotations.NullMarked;
