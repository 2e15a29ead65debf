// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.images;

import app.pixel.infra.network.OciAccount;
import app.pixel.infra.network.OciProviders;
import com.pulumi.core.Output;
import com.pulumi.oci.Artifacts.ContainerRepository;
import com.pulumi.oci.Artifacts.ContainerRepositoryArgs;
import com.pulumi.oci.ObjectStorage.ObjectStorageFunctions;
import com.pulumi.oci.ObjectStorage.inputs.GetNamespaceArgs;
import com.pulumi.resources.CustomResourceOptions;

/** One repository in Oracle's registry. */
public final class ImageRepository {
    private ImageRepository() {}

    /** Declares it, and gives the name that images are pulled by, without a tag. */
    public static Output<String> declare(
            String name, OciAccount account, OciProviders providers, CustomResourceOptions child) {
        var repository = new ContainerRepository(
                name,
                ContainerRepositoryArgs.builder()
                        .compartmentId(account.compartmentId())
                        .displayName(name)
                        .isPublic(false)
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .build(),
                CustomResourceOptions.merge(
                        child,
                        CustomResourceOptions.builder()
                                .protect(account.protect())
                                .build()));
        var namespace = ObjectStorageFunctions.getNamespace(
                        GetNamespaceArgs.builder().build(), providers.functions())
                .applyValue(result -> result.namespace());
        return Output.tuple(providers.regionKey(), namespace, repository.displayName())
                .applyValue(parts -> "%s.ocir.io/%s/%s".formatted(parts.t1, parts.t2, parts.t3));
    }
}
