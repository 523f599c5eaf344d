/// Event-log lines to typed events; codecs and rolling files.
@NullMarked
package io.spindrift.history.eventlog;

import org.jspecify.annotations.NullMarked;
