/// A Spark plugin that pushes an application's events and memory to Spindrift, and never harms it.
///
/// As elsewhere, nothing is null unless `@Nullable` says so; `@NullMarked` itself cannot be said in
/// Java 8, which knows no modules to put it on.
package io.spindrift.agent;
