/// Users and tokens: who may do what.
@NullMarked
package io.spindrift.access;

import org.jspecify.annotations.NullMarked;
