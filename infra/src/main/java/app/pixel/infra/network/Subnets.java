// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import com.pulumi.core.Output;

/** The VCN and its subnets: {@link DeclaredSubnets} makes them, {@link FoundSubnets} are of another owner. */
sealed interface Subnets permits DeclaredSubnets, FoundSubnets {
    Output<String> vcnId();

    Output<String> subnetId(Party party, Cidr block, boolean isPrivate);
}
