/// History over HTTP: Spark's own API and our richer questions.
@NullMarked
package io.spindrift.history.http;

import org.jspecify.annotations.NullMarked;
