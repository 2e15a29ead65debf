// SPDX-License-Identifier: Apache-2.0
package com.pulumi.oci;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import org.jspecify.annotations.Nullable;

/** Which region the provider works in, and by which profile of the user's {@code ~/.oci/config}. */
@SuppressWarnings("UnusedVariable") // The SDK reads the fields by their annotations.
public final class ProviderArgs extends ResourceArgs {
    @Import(name = "region")
    private @Nullable Output<String> region;

    @Import(name = "configFileProfile")
    private @Nullable Output<String> configFileProfile;

    public static Builder builder() {
        return new Builder();
    }

    /** Named as the published SDK's. */
    public static final class Builder {
        private final ProviderArgs args = new ProviderArgs();

        public Builder region(Output<String> region) {
            args.region = region;
            return this;
        }

        public Builder configFileProfile(String profile) {
            args.configFileProfile = Output.of(profile);
            return this;
        }

        public ProviderArgs build() {
            return args;
        }
    }
}
