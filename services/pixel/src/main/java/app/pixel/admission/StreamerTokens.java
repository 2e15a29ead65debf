// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import app.pixel.web.SecretFile;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows signalling servers by the token that each shows: a shared one of a file, or the ServiceAccount token of its
 * pod.
 *
 * <p>A pod's token is made for {@value #AUDIENCE} and signed by the cluster's API server. It names the namespace, which
 * must be the matchmaker's own, the ServiceAccount, and the pod.
 */
public final class StreamerTokens {

    /** The audience that a stream's pod asks its token for. */
    public static final String AUDIENCE = "pixel-matchmaker";

    private static final String KUBERNETES = "kubernetes.io";
    private static final Duration KEY_PAUSE = Duration.ofSeconds(30);
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384);

    private record Cluster(ClusterKeys keys, SignedTokens signed, String account) {}

    private final Optional<SecretFile> shared;
    private final Optional<Cluster> cluster;

    /**
     * Makes one that has fetched no key.
     *
     * @param shared the shared tokens
     * @param account the ServiceAccount of streams, in the cluster that this process runs in
     */
    public StreamerTokens(Optional<SecretFile> shared, Optional<String> account) {
        this.shared = shared;
        // Without an account no class of the Kubernetes client is loaded, so none stands in this lambda's signature.
        this.cluster = account.map(name -> cluster(Config.autoConfigure(null), name));
    }

    StreamerTokens(Optional<SecretFile> shared, Optional<String> account, Config config) {
        this.shared = shared;
        this.cluster = account.map(name -> cluster(config, name));
    }

    /** Reports whether every signalling server is believed. */
    public boolean isOpen() {
        return shared.isEmpty() && cluster.isEmpty();
    }

    /** Fails with a sentence that holds no token, when the server is not to be believed. */
    public Future<StreamerIdentity> verify(Vertx vertx, String token) {
        return shared.map(file -> file.read(vertx))
                .orElse(Future.succeededFuture(List.of()))
                .compose(secrets -> {
                    if (secrets.stream().anyMatch(secret -> equal(secret, token))) {
                        return Future.succeededFuture(new StreamerIdentity.Shared());
                    }
                    return cluster.map(known -> vertx.executeBlocking(() -> pod(known, token), false))
                            .orElse(Future.failedFuture("The token is not the shared one."));
                });
    }

    /** Ends the connection to the API server. */
    public Future<Void> close() {
        cluster.ifPresent(known -> known.keys().close());
        return Future.succeededFuture();
    }

    private static Cluster cluster(Config config, String account) {
        ClusterKeys keys = new ClusterKeys(config);
        DefaultJWTClaimsVerifier<com.nimbusds.jose.proc.SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(AUDIENCE, null, Set.of("sub", "exp", KUBERNETES));
        return new Cluster(keys, new SignedTokens(ALGORITHMS, SigningKeys.cached(keys, KEY_PAUSE), claims), account);
    }

    private static StreamerIdentity pod(Cluster cluster, String token) {
        return switch (cluster.signed().verify(token)) {
            case SignedTokens.Outcome.Invalid(RefusalReason reason) ->
                throw new IllegalArgumentException("The token of the pod is refused: " + reason.label() + ".");
            case SignedTokens.Outcome.Valid(JWTClaimsSet claims) -> pod(cluster, claims);
        };
    }

    private static StreamerIdentity pod(Cluster cluster, JWTClaimsSet claims) {
        Map<?, ?> names = claims.getClaim(KUBERNETES) instanceof Map<?, ?> map ? map : Map.of();
        if (!cluster.keys().namespace().equals(names.get("namespace"))) {
            throw new IllegalArgumentException("The token is of another namespace.");
        }
        if (!Optional.of(cluster.account()).equals(name(names, "serviceaccount"))) {
            throw new IllegalArgumentException("The token is of another ServiceAccount.");
        }
        return name(names, "pod")
                .map(StreamerIdentity.Pod::new)
                .orElseThrow(() -> new IllegalArgumentException("The token is of no pod."));
    }

    private static Optional<String> name(Map<?, ?> names, String object) {
        return names.get(object) instanceof Map<?, ?> named && named.get("name") instanceof String name
                ? Optional.of(name)
                : Optional.empty();
    }

    private static boolean equal(String secret, String shown) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
