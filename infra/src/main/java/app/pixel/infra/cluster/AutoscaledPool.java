// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import com.pulumi.core.Output;

/** A node pool whose size the cluster autoscaler decides. */
public record AutoscaledPool(Output<String> id, boolean hasGpus, int min, int max) {}
