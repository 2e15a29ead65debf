// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.oci.Identity.IdentityFunctions;
import com.pulumi.oci.Identity.inputs.GetRegionsArgs;
import com.pulumi.oci.Identity.inputs.GetTenancyArgs;
import com.pulumi.oci.Provider;
import com.pulumi.oci.ProviderArgs;
import com.pulumi.resources.CustomResourceOptions;

/** The providers of a stack: one for its region, one for the tenancy's home region, the only place where IAM can be changed. */
public final class OciProviders {
    private final Provider regional;
    private final Provider home;

    public OciProviders(String name, OciAccount account) {
        this.regional = provider(name, account, Output.of(account.region()));
        this.home = provider(name + "-home", account, homeRegion(account, functions()));
    }

    public Provider regional() {
        return regional;
    }

    public Provider home() {
        return home;
    }

    /** How functions of the stack's region are called. */
    public InvokeOptions functions() {
        return InvokeOptions.builder().provider(regional).build();
    }

    private static Provider provider(String name, OciAccount account, Output<String> region) {
        var args = ProviderArgs.builder().region(region);
        account.profile().ifPresent(args::configFileProfile);
        return new Provider(name, args.build(), CustomResourceOptions.Empty);
    }

    private static Output<String> homeRegion(OciAccount account, InvokeOptions functions) {
        var key = IdentityFunctions.getTenancy(
                        GetTenancyArgs.builder().tenancyId(account.tenancyId()).build(), functions)
                .applyValue(tenancy -> tenancy.homeRegionKey());
        var regions = IdentityFunctions.getRegions(GetRegionsArgs.builder().build(), functions);
        return Output.tuple(key, regions)
                .applyValue(both -> both.t2.regions().stream()
                        .filter(region -> region.key().equals(both.t1))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("OCI names no region with the key " + both.t1))
                        .name());
    }
}
