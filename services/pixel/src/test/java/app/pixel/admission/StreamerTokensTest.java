// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.web.SecretFile;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of pods, with the keys of an API server on loopback, and shared ones. */
class StreamerTokensTest {

    private static final String SHARED = "shared-token-of-20-characters";

    private final Vertx vertx = Vertx.vertx();
    private final LocalIssuer apiServer = new LocalIssuer();
    private final StreamerTokens pods = new StreamerTokens(Optional.empty(), Optional.of("stream"), config());

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        pods.close();
        vertx.close().await(10, SECONDS);
        apiServer.close();
    }

    private Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(apiServer.issuer())
                .withNamespace("pixel")
                .build();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://kubernetes.default.svc.cluster.local")
                .subject("system:serviceaccount:pixel:stream")
                .audience("pixel-matchmaker")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .claim("kubernetes.io", kubernetes("pixel", "stream"));
    }

    private static Map<String, Object> kubernetes(String namespace, String account) {
        return Map.of(
                "namespace",
                namespace,
                "serviceaccount",
                Map.of("name", account, "uid", "1"),
                "pod",
                Map.of("name", "stream-7", "uid", "2"));
    }

    private StreamerIdentity verify(StreamerTokens tokens, String token) throws Exception {
        return tokens.verify(vertx, token).await(10, SECONDS);
    }

    @Test
    void a_pods_token_names_the_pod() throws Exception {
        String token = LocalIssuer.sign(claims().build(), apiServer.key());

        assertThat(verify(pods, token)).isEqualTo(new StreamerIdentity.Pod("stream-7"));
    }

    static List<JWTClaimsSet> refused() {
        Date past = Date.from(Instant.now().minusSeconds(600));
        return List.of(
                claims().audience("another").build(),
                claims().audience(List.of()).build(),
                claims().expirationTime(past).build(),
                claims().expirationTime(null).build(),
                claims().subject(null).build(),
                claims().claim("kubernetes.io", null).build(),
                claims().claim("kubernetes.io", "pixel").build(),
                claims().claim("kubernetes.io", List.of("pixel")).build(),
                claims().claim("kubernetes.io", Map.of()).build(),
                claims().claim("kubernetes.io", kubernetes("another", "stream")).build(),
                claims().claim("kubernetes.io", kubernetes("pixel", "default")).build(),
                claims().claim("kubernetes.io", Map.of("namespace", "pixel", "serviceaccount", "stream"))
                        .build(),
                claims().claim(
                                "kubernetes.io",
                                Map.of("namespace", "pixel", "serviceaccount", Map.of("name", "stream")))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_token_that_does_not_fit_is_refused(JWTClaimsSet claims) {
        assertThatThrownBy(() -> verify(pods, LocalIssuer.sign(claims, apiServer.key())))
                .hasMessageStartingWith("The token ");
    }

    @Test
    void a_token_of_another_key_is_refused_without_repeating_it() {
        String forged = LocalIssuer.sign(claims().build(), LocalIssuer.newKey("first"));

        assertThatThrownBy(() -> verify(pods, forged))
                .hasMessage("The token of the pod is refused: token-invalid.")
                .hasMessageNotContaining(forged);
    }

    @Test
    void a_token_without_a_signature_is_refused() {
        assertThatThrownBy(() -> verify(pods, new PlainJWT(claims().build()).serialize()))
                .hasMessageStartingWith("The token of the pod is refused");
    }

    @Test
    void keys_that_cannot_be_read_refuse_a_token() {
        apiServer.goAway(true);

        assertThatThrownBy(() -> verify(pods, LocalIssuer.sign(claims().build(), apiServer.key())))
                .hasMessage("The token of the pod is refused: issuer-away.");
    }

    @Test
    void a_shared_token_is_read_anew_at_each_connection() throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), SHARED + "\n");
        StreamerTokens shared = new StreamerTokens(Optional.of(new SecretFile(file)), Optional.empty());

        assertThat(verify(shared, SHARED)).isEqualTo(new StreamerIdentity.Shared());
        Files.writeString(file, "another-token-of-20-characters\n");
        assertThatThrownBy(() -> verify(shared, SHARED)).hasMessage("The token is not the shared one.");
    }

    @Test
    void either_kind_of_token_is_believed_where_both_are_set() throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), SHARED + "\n");
        StreamerTokens both = new StreamerTokens(Optional.of(new SecretFile(file)), Optional.of("stream"), config());

        assertThat(verify(both, SHARED)).isEqualTo(new StreamerIdentity.Shared());
        assertThat(verify(both, LocalIssuer.sign(claims().build(), apiServer.key()))
                        .shown())
                .isEqualTo("stream-7");
        both.close();
    }
}
