// SPDX-License-Identifier: Apache-2.0
package com.pulumi.oci;

import com.pulumi.core.annotations.ResourceType;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;

/** The OCI provider; its credentials come from the environment or from {@code ~/.oci/config}, never from the stack. */
@ResourceType(type = "pulumi:providers:oci")
public class Provider extends ProviderResource {
    private static final String VERSION = "4.20.0";

    public Provider(String name, ProviderArgs args, CustomResourceOptions options) {
        super("oci", name, args, withVersion(options));
    }

    /**
     * A copy that names the plugin's version. Resources of this package must pass on a copy of the caller's options.
     * The SDK writes the provider into the object that it gets, and the next resource of another cloud would use it.
     */
    public static CustomResourceOptions withVersion(CustomResourceOptions options) {
        return CustomResourceOptions.merge(
                CustomResourceOptions.builder().version(VERSION).build(), options);
    }
}
