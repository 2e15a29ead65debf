// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import java.util.List;
import java.util.Map;
import pulumirpc.Resource.RegisterResourceRequest;

/**
 * One resource that the program asked for, without its secrets. {@code parent} is a URN; the others are logical
 * names.
 */
record PlannedResource(
        String urn,
        String parent,
        String type,
        String name,
        String provider,
        String version,
        boolean isProtected,
        List<String> dependencies,
        List<String> ignoredChanges,
        Map<String, Object> inputs) {

    static PlannedResource of(String urn, RegisterResourceRequest request) {
        String provider = request.getProvider();
        return new PlannedResource(
                urn,
                request.getParent(),
                request.getType(),
                request.getName(),
                provider.isEmpty() ? "" : nameIn(provider.substring(0, provider.lastIndexOf("::"))),
                request.getVersion(),
                request.getProtect(),
                request.getDependenciesList().stream()
                        .map(PlannedResource::nameIn)
                        .distinct()
                        .sorted()
                        .toList(),
                List.copyOf(request.getIgnoreChangesList()),
                Wire.shown(request.getObject()));
    }

    private static String nameIn(String urn) {
        return urn.substring(urn.lastIndexOf("::") + 2);
    }
}
