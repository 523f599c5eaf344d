/// The API and the console over HTTP.
@NullMarked
package io.spindrift.http;

import org.jspecify.annotations.NullMarked;
