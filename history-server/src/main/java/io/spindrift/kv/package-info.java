/// Typed tables on RocksDB; the only code that knows RocksDB.
@NullMarked
package io.spindrift.kv;

import org.jspecify.annotations.NullMarked;
