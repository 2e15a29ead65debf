// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import java.util.Optional;
import java.util.regex.Pattern;

/** The kubeconfig of the Kubernetes provider; its tokens come from the local {@code oci} command. */
final class Kubeconfig {
    private static final Pattern AUTHORITY = Pattern.compile("certificate-authority-data:\\s*\"?([A-Za-z0-9+/=]+)");

    private Kubeconfig() {}

    /** The cluster's certificate authority, read from the kubeconfig that OCI generates. */
    static String authority(String generated) {
        var matcher = AUTHORITY.matcher(generated);
        if (!matcher.find()) {
            throw new IllegalStateException("OCI's kubeconfig names no certificate authority");
        }
        return matcher.group(1);
    }

    static String text(String endpoint, String authority, String clusterId, String region, Optional<String> profile) {
        String profileArguments = profile.map(", --profile, \"%s\""::formatted).orElse("");
        return """
                apiVersion: v1
                kind: Config
                current-context: pixel
                clusters:
                  - name: pixel
                    cluster:
                      server: https://%s
                      certificate-authority-data: %s
                contexts:
                  - name: pixel
                    context: {cluster: pixel, user: pixel}
                users:
                  - name: pixel
                    user:
                      exec:
                        apiVersion: client.authentication.k8s.io/v1beta1
                        command: oci
                        args: [ce, cluster, generate-token, --cluster-id, "%s", --region, "%s"%s]
                        interactiveMode: Never
                """.formatted(endpoint, authority, clusterId, region, profileArguments);
    }
}
