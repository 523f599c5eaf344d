/// The history server alone: settings, wiring and Main.
@NullMarked
package io.spindrift.history.server;

import org.jspecify.annotations.NullMarked;
