// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import java.util.Map;

/** The labels of one component's objects, and the selector that finds its pods. */
public record Labels(String component) {

    public static final String NAME = "app.kubernetes.io/name";
    public static final String PART_OF = "app.kubernetes.io/part-of";

    public Map<String, String> all() {
        return Map.of(NAME, component, PART_OF, "pixel", "app.kubernetes.io/managed-by", "pulumi");
    }

    /** Never changes for a component: a Deployment's selector cannot be changed. */
    public Map<String, String> selecting() {
        return Map.of(NAME, component, PART_OF, "pixel");
    }

    public LabelSelectorArgs selector() {
        return LabelSelectorArgs.builder().matchLabels(selecting()).build();
    }
}
