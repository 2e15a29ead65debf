// SPDX-License-Identifier: Apache-2.0
/**
 * The network of an OKE stack: one VCN, its gateways, four subnets and who may talk to whom.
 *
 * <p>{@link app.pixel.infra.network.SubnetPlan} cuts the address block, {@link app.pixel.infra.network.TrafficRule} lists every arrow once;
 * both are pure. {@link app.pixel.infra.network.Network} declares what they say.
 */
@NullMarked
package app.pixel.infra.network;

import org.jspecify.annotations.NullMarked;
