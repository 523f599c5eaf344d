/// Cron for applications: when a schedule is due, whatever the clock's zone does.
@NullMarked
package io.spindrift.schedule;

import org.jspecify.annotations.NullMarked;
