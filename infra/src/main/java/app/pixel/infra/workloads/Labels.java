// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import java.util.Map;

/** What the objects of one component of the platform are labelled, and how its pods are found. */
record Labels(String component) {

    static final String NAME = "app.kubernetes.io/name";
    static final String PART_OF = "app.kubernetes.io/part-of";

    Map<String, String> all() {
        return Map.of(NAME, component, PART_OF, "pixel", "app.kubernetes.io/managed-by", "pulumi");
    }

    /** Never changes for a component: a Deployment's selector cannot be changed. */
    Map<String, String> selecting() {
        return Map.of(NAME, component, PART_OF, "pixel");
    }

    LabelSelectorArgs selector() {
        return LabelSelectorArgs.builder().matchLabels(selecting()).build();
    }
}
