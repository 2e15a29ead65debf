// SPDX-License-Identifier: Apache-2.0
/**
 * The network of an OKE stack: one VCN, its gateways, four subnets and the traffic rules between them.
 *
 * <p>{@link app.pixel.infra.network.SubnetPlan} cuts the address block, and
 * {@link app.pixel.infra.network.TrafficRule} lists every arrow once; both are pure.
 * {@link app.pixel.infra.network.Network} declares them.
 */
@NullMarked
package app.pixel.infra.network;

import org.jspecify.annotations.NullMarked;
