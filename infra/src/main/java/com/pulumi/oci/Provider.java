// SPDX-License-Identifier: Apache-2.0
package com.pulumi.oci;

import com.pulumi.core.annotations.ResourceType;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;

/** The OCI provider; credentials come from the environment or from the user's {@code ~/.oci/config}, never from the stack. */
@ResourceType(type = "pulumi:providers:oci")
public class Provider extends ProviderResource {
    private static final String VERSION = "4.20.0";

    public Provider(String name, ProviderArgs args, CustomResourceOptions options) {
        super("oci", name, args, withVersion(options));
    }

    /**
     * A copy that names the plugin's version. Resources of this package must never pass the caller's options on as they are: the SDK
     * writes the provider into the object that it is given, and the next resource of another cloud would get this one's.
     */
    public static CustomResourceOptions withVersion(CustomResourceOptions options) {
        return CustomResourceOptions.merge(
                CustomResourceOptions.builder().version(VERSION).build(), options);
    }
}
