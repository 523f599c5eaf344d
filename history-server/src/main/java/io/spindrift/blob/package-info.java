/// Uploaded files and kept logs by content, on disk or in an object store.
@NullMarked
package io.spindrift.blob;

import org.jspecify.annotations.NullMarked;
