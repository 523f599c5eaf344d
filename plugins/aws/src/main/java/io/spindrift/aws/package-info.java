/// Amazon Web Services, as clouds are offered to the platform.
@NullMarked
package io.spindrift.aws;

import org.jspecify.annotations.NullMarked;
