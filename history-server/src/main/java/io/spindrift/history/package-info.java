/// What an application did, and the questions that can be asked of it.
@NullMarked
package io.spindrift.history;

import org.jspecify.annotations.NullMarked;
