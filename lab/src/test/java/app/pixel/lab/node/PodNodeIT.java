// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The platform's own image in a container. */
@ExtendWith(NodeUnderTest.class)
class PodNodeIT {

    private static final long LIMIT_SECONDS = 120;

    private static final String PLAYER = """
            apiVersion: v1
            kind: Pod
            metadata: {name: player, namespace: default}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - name: player
                  image: ghcr.io/pixel-streaming/pixel:1.0.0
                  args: [player]
                  securityContext:
                    readOnlyRootFilesystem: true
                    allowPrivilegeEscalation: false
                    runAsNonRoot: true
                    capabilities: {drop: [ALL]}
                  resources: {limits: {memory: 256Mi}}
                  readinessProbe: {httpGet: {path: /readyz, port: 9000}, periodSeconds: 1}
            """;

    @Test
    void a_pod_of_ours_is_ready_with_a_read_only_root(RealNode node) {
        Pod pod = node.client()
                .resource(Serialization.unmarshal(PLAYER, Pod.class))
                .create();
        try {
            Pod ready = node.client().resource(pod).waitUntilReady(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(ready.getStatus().getPodIP()).startsWith("10.244.0.");
        } finally {
            node.client().resource(pod).delete();
        }
    }
}
