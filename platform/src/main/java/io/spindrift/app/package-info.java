/// An application as asked for and where it stands: specification, merge, states, templates, jobs.
@NullMarked
package io.spindrift.app;

import org.jspecify.annotations.NullMarked;
