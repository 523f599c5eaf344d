/// What an application did, and the two doors to it: [History] answers, [Intake] is told.
///
/// Values mirror Spark's own REST API v1, so that it can be served from them, and add what Spark
/// leaves out: where core time went, memory over time, failures with their causes, issues.
@NullMarked
package io.spindrift.history;

import org.jspecify.annotations.NullMarked;
