// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Objects for suites that are about the engine: kept as they are, ready at once. */
final class MemoryObjects implements KubernetesObjects {

    private final Map<Reference, Map<String, Object>> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<Map<String, Object>> find(Reference reference) {
        return Optional.ofNullable(kept.get(reference));
    }

    @Override
    public Map<String, Object> apply(Map<String, Object> object) {
        Reference reference = Reference.of(object);
        if (!reference.namespace().isEmpty()
                && !reference.namespace().equals("kube-system")
                && !kept.containsKey(Reference.namespace(reference.namespace()))) {
            throw new ProviderRefusal("namespaces \"%s\" not found".formatted(reference.namespace()));
        }
        kept.put(reference, object);
        return object;
    }

    @Override
    public void tryOut(String yaml, String namespace) {
        // This store has no schemas to validate against.
    }

    @Override
    public Map<String, Object> awaitReady(Reference reference) {
        return find(reference).orElseThrow();
    }

    @Override
    public void delete(Reference reference) {
        kept.remove(reference);
    }

    Set<Reference> references() {
        return Set.copyOf(kept.keySet());
    }
}
