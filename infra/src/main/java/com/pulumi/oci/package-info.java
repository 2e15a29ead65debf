// SPDX-License-Identifier: Apache-2.0
/**
 * The OCI provider under the published SDK's names. What lies below is written at build time by {@code src/oci/OciBindings.java} from the
 * provider's contract beside it, which holds only what this program uses.
 */
@NullMarked
package com.pulumi.oci;

import org.jspecify.annotations.NullMarked;
