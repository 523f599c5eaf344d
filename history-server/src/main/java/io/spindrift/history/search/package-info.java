/// Finds runs, queries, errors and log lines by words and fields; the only code that knows Lucene.
@NullMarked
package io.spindrift.history.search;

import org.jspecify.annotations.NullMarked;
