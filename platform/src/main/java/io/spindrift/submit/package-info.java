/// A request to admission, merged configuration and a launch.
@NullMarked
package io.spindrift.submit;

import org.jspecify.annotations.NullMarked;
