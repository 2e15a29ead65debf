// SPDX-License-Identifier: Apache-2.0
/**
 * The OCI provider under the published SDK's names. At build time {@code src/oci/OciBindings.java} writes the packages
 * below from the provider's contract beside it, which holds only the types that this program uses.
 */
@NullMarked
package com.pulumi.oci;

import org.jspecify.annotations.NullMarked;
