/// Spark programs to try the platform with; each runs alone, with arguments that scale it.
package io.spindrift.examples;
