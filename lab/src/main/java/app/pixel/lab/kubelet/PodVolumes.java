// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The volumes of one pod as folders, filled from its Secrets and ConfigMaps once. */
record PodVolumes(KubernetesClient client, Pod pod, Path folder) {

    /** Makes them. */
    void create() {
        pod.getSpec().getVolumes().forEach(this::create);
    }

    private void create(Volume volume) {
        try {
            Path mounted = Files.createDirectories(folder(volume.getName()));
            for (var file : files(volume).entrySet()) {
                Files.writeString(mounted.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> files(Volume volume) {
        if (volume.getSecret() != null) {
            return secret(volume.getSecret().getSecretName());
        }
        if (volume.getConfigMap() != null) {
            return client.configMaps()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(volume.getConfigMap().getName())
                    .require()
                    .getData();
        }
        return Map.of();
    }

    /** Returns the data of a Secret in the pod's namespace. */
    Map<String, String> secret(String name) {
        var decoded = new HashMap<String, String>();
        client.secrets()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(name)
                .require()
                .getData()
                .forEach((key, value) ->
                        decoded.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return decoded;
    }

    private Path folder(String volume) {
        return folder.resolve("volumes").resolve(volume);
    }

    /** A path of the container, where that is on this machine; what is no path below a mount stays as it is. */
    String here(Container container, String path) {
        return container.getVolumeMounts().stream()
                .filter(mount -> path.equals(mount.getMountPath()) || path.startsWith(mount.getMountPath() + "/"))
                .findFirst()
                .map(mount -> folder(mount.getName())
                        + path.substring(mount.getMountPath().length()))
                .orElse(path);
    }
}
