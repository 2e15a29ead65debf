// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.text.ParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the API server of the own cluster signs ServiceAccount tokens with (Kubernetes' documentation,
 * "ServiceAccount token volume projection"). Every ServiceAccount may read them. Calls block, for seconds at most.
 */
final class ClusterKeys implements JWKSetSource<SecurityContext> {

    private static final String PATH = "/openid/v1/jwks";
    private static final int PATIENCE_MILLISECONDS = 5_000;

    private final KubernetesClient client;

    ClusterKeys(Config cluster) {
        cluster.setRequestRetryBackoffLimit(0);
        cluster.setConnectionTimeout(PATIENCE_MILLISECONDS);
        cluster.setRequestTimeout(PATIENCE_MILLISECONDS);
        client = new KubernetesClientBuilder().withConfig(cluster).build();
    }

    /** The namespace of this process. */
    String namespace() {
        return Objects.requireNonNullElse(client.getNamespace(), "default");
    }

    @Override
    public JWKSet getJWKSet(
            @Nullable JWKSetCacheRefreshEvaluator refresh, long currentTime, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        try {
            return JWKSet.parse(Objects.requireNonNullElse(client.raw(PATH), ""));
        } catch (ParseException | RuntimeException failure) {
            throw new JWKSetUnavailableException(
                    "The API server's keys cannot be read: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
