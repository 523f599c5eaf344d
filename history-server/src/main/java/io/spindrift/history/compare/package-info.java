/// Two runs side by side: figures, configuration, stages and queries in pairs.
@NullMarked
package io.spindrift.history.compare;

import org.jspecify.annotations.NullMarked;
