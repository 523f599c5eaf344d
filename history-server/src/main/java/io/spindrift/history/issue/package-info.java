/// Rules that find what went wrong or was wasted, with evidence and advice.
@NullMarked
package io.spindrift.history.issue;

import org.jspecify.annotations.NullMarked;
