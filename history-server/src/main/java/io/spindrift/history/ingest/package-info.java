/// Follows log files, resumes where it stopped.
@NullMarked
package io.spindrift.history.ingest;

import org.jspecify.annotations.NullMarked;
