/// Finds, checks and starts plugins.
@NullMarked
package io.spindrift.plugin;

import org.jspecify.annotations.NullMarked;
