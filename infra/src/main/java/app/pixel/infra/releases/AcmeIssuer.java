// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import app.pixel.infra.objects.CustomObject;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;

/**
 * Let's Encrypt's two directories. Staging has generous limits and certificates that no browser trusts: get a new host
 * right there first.
 */
public enum AcmeIssuer {
    STAGING("letsencrypt-staging", "https://acme-staging-v02.api.letsencrypt.org/directory"),
    PRODUCTION("letsencrypt-production", "https://acme-v02.api.letsencrypt.org/directory");

    private final String issuerName;
    private final String directory;

    AcmeIssuer(String issuerName, String directory) {
        this.issuerName = issuerName;
        this.directory = directory;
    }

    public String issuerName() {
        return issuerName;
    }

    /** Proves the host by HTTP-01, which is why port 80 is open at the load balancer. */
    CustomObject create(String email, CustomResourceOptions options) {
        Map<String, Object> http01 = Map.of("http01", Map.of("ingress", Map.of("ingressClassName", "traefik")));
        return new CustomObject(
                issuerName,
                "cert-manager.io/v1",
                "ClusterIssuer",
                ObjectMetaArgs.builder().name(issuerName).build(),
                Map.of(
                        "acme",
                        Map.of(
                                "server",
                                directory,
                                "email",
                                email,
                                "privateKeySecretRef",
                                Map.of("name", issuerName + "-account"),
                                "solvers",
                                List.of(http01))),
                options);
    }
}
