// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.core.annotations.Import;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.Map;

/**
 * A Kubernetes object of a custom definition (an issuer, a middleware, a monitor), for which the SDK has no class.
 *
 * <p>Its {@code spec} is a tree of maps, lists, strings, booleans, ints and outputs. Nothing here notices a
 * misspelt field of it: only an API server that has the definition does.
 */
public final class CustomObject extends CustomResource {

    public CustomObject(
            String name,
            String apiVersion,
            String kind,
            ObjectMetaArgs metadata,
            Map<String, Object> spec,
            CustomResourceOptions options) {
        super(
                "kubernetes:" + apiVersion + ":" + kind,
                name,
                new Args(apiVersion, kind, metadata, spec),
                // A copy: the base class writes the provider into the object that it is given.
                CustomResourceOptions.merge(CustomResourceOptions.Empty, options));
    }

    /** The fields are read by the SDK, through their annotations. */
    @SuppressWarnings("UnusedVariable")
    private static final class Args extends ResourceArgs {

        @Import
        private final String apiVersion;

        @Import
        private final String kind;

        @Import
        private final ObjectMetaArgs metadata;

        @Import
        private final Map<String, Object> spec;

        Args(String apiVersion, String kind, ObjectMetaArgs metadata, Map<String, Object> spec) {
            this.apiVersion = apiVersion;
            this.kind = kind;
            this.metadata = metadata;
            this.spec = spec;
        }
    }
}
