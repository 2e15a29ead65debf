// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.oci.Identity.IdentityFunctions;
import com.pulumi.oci.Identity.inputs.GetRegionsArgs;
import com.pulumi.oci.Identity.inputs.GetTenancyArgs;
import com.pulumi.oci.Identity.outputs.GetRegionsRegion;
import com.pulumi.oci.Identity.outputs.GetRegionsResult;
import com.pulumi.oci.Provider;
import com.pulumi.oci.ProviderArgs;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The providers of a stack: one for its region, and one for the tenancy's home region, where alone IAM changes. */
public final class OciProviders {
    private final OciAccount account;
    private final CustomResourceOptions options;
    private final Provider regional;
    private final Provider home;

    /** Options say the parent of both, if any. */
    public OciProviders(String name, OciAccount account, ComponentResourceOptions above) {
        this.account = account;
        CustomResourceOptions.Builder below = CustomResourceOptions.builder();
        above.getParent().ifPresent(below::parent);
        this.options = below.build();
        this.regional = provider(name, Output.of(account.region()));
        this.home = provider(name + "-home", homeRegion());
    }

    public Provider regional() {
        return regional;
    }

    public Provider home() {
        return home;
    }

    /** Options for calling functions in the stack's region. */
    public InvokeOptions functions() {
        return InvokeOptions.builder().provider(regional).build();
    }

    private Provider provider(String name, Output<String> region) {
        var args = ProviderArgs.builder().region(region);
        account.profile().ifPresent(args::configFileProfile);
        return new Provider(name, args.build(), options);
    }

    /** The three letters that name the stack's region in its registry, {@code iad} for {@code us-ashburn-1}. */
    public Output<String> regionKey() {
        return regions()
                .applyValue(regions -> find(regions, region -> region.name().equals(account.region()))
                        .key()
                        .toLowerCase(Locale.ROOT));
    }

    private Output<String> homeRegion() {
        var key = IdentityFunctions.getTenancy(
                        GetTenancyArgs.builder().tenancyId(account.tenancyId()).build(), functions())
                .applyValue(tenancy -> tenancy.homeRegionKey());
        return Output.tuple(key, regions())
                .applyValue(both ->
                        find(both.t2, region -> region.key().equals(both.t1)).name());
    }

    private Output<List<GetRegionsRegion>> regions() {
        return IdentityFunctions.getRegions(GetRegionsArgs.builder().build(), functions())
                .applyValue(GetRegionsResult::regions);
    }

    private GetRegionsRegion find(List<GetRegionsRegion> regions, Predicate<GetRegionsRegion> wanted) {
        return regions.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("OCI does not name the region pixel:region, %s, or the tenancy's home"
                                .formatted(account.region())));
    }
}
