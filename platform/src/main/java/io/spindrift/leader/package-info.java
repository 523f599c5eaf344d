/// Which of several platforms may open the data they share.
@NullMarked
package io.spindrift.leader;

import org.jspecify.annotations.NullMarked;
