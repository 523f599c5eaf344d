/// What a cloud must offer, and the words for it.
@NullMarked
package io.spindrift.cloud;

import org.jspecify.annotations.NullMarked;
