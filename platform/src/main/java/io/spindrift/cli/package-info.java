/// The command line: a small client of the API.
@NullMarked
package io.spindrift.cli;

import org.jspecify.annotations.NullMarked;
