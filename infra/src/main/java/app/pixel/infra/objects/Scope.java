// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The place of an object: its namespace, the component that it is part of, and the objects that must exist before it.
 *
 * <p>Namespaces are named by plain text, so that a preview knows every name. That is why they stand in {@code ready}.
 */
public record Scope(String namespace, Resource parent, List<Resource> ready) {

    public Scope {
        ready = List.copyOf(ready);
    }

    public Scope under(Resource component) {
        return new Scope(namespace, component, ready);
    }

    public Scope after(List<? extends Resource> more) {
        List<Resource> all = new ArrayList<>(ready);
        all.addAll(more);
        return new Scope(namespace, parent, all);
    }

    public ObjectMetaArgs named(String name, Labels labels) {
        return named(name, labels, Map.of());
    }

    public ObjectMetaArgs named(String name, Labels labels, Map<String, String> annotations) {
        ObjectMetaArgs.Builder metadata =
                ObjectMetaArgs.builder().name(name).namespace(namespace).labels(labels.all());
        // The provider sees an empty map as a change at every preview.
        return annotations.isEmpty()
                ? metadata.build()
                : metadata.annotations(annotations).build();
    }

    public CustomResourceOptions options() {
        return builder().build();
    }

    public CustomResourceOptions.Builder builder() {
        CustomResourceOptions.Builder options = CustomResourceOptions.builder();
        options.parent(parent).dependsOn(ready);
        return options;
    }

    public ComponentResourceOptions component() {
        ComponentResourceOptions.Builder options = ComponentResourceOptions.builder();
        options.parent(parent);
        return options.build();
    }
}
