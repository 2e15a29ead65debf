// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import static app.pixel.admission.RefusalReason.ISSUER_AWAY;
import static app.pixel.admission.RefusalReason.TOKEN_INVALID;
import static app.pixel.admission.RefusalReason.TOKEN_MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens before a verifier whose issuer is a real server on loopback. */
class TokenVerifierTest {

    private static final LocalIssuer ISSUER = new LocalIssuer();
    private static final RSAKey STRANGER = LocalIssuer.newKey("first");
    private static final Duration OFTEN = Duration.ofMillis(1);

    @AfterAll
    static void stop() {
        ISSUER.close();
    }

    private static TokenSettings settings(Map<String, String> claims) {
        return new TokenSettings(
                ISSUER.issuer(),
                LocalIssuer.AUDIENCE,
                Optional.of(ISSUER.keysUrl()),
                Set.of("RS256"),
                claims,
                Duration.ofSeconds(30));
    }

    private static TokenVerifier.Outcome verify(String... tokens) {
        return new TokenVerifier(settings(Map.of()), OFTEN).verify(List.of(tokens));
    }

    private static TokenVerifier.Outcome invalid(RefusalReason reason) {
        return new TokenVerifier.Outcome.Invalid(reason);
    }

    private static TokenVerifier.Outcome valid() {
        return new TokenVerifier.Outcome.Valid(new PlayerIdentity(ISSUER.issuer(), "ada"));
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String signed(JWTClaimsSet.Builder claims) {
        return LocalIssuer.sign(claims.build(), ISSUER.key());
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(ISSUER.key().getKeyID());
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("plain", ISSUER.token()),
                Arguments.of("several audiences", signed(ISSUER.claims().audience(List.of("other", "pixel")))),
                Arguments.of("expired within the skew", signed(ISSUER.claims().expirationTime(in(-10)))),
                Arguments.of(
                        "not before within the skew", signed(ISSUER.claims().notBeforeTime(in(10)))),
                Arguments.of(
                        "typ JWT",
                        LocalIssuer.sign(
                                header().type(JOSEObjectType.JWT).build(),
                                ISSUER.claims().build(),
                                ISSUER.key())),
                Arguments.of(
                        "typ at+jwt",
                        LocalIssuer.sign(
                                header().type(new JOSEObjectType("at+jwt")).build(),
                                ISSUER.claims().build(),
                                ISSUER.key())),
                Arguments.of(
                        "no kid",
                        LocalIssuer.sign(
                                new JWSHeader(JWSAlgorithm.RS256),
                                ISSUER.claims().build(),
                                ISSUER.key())),
                Arguments.of("unknown claims", signed(ISSUER.claims().claim("deep", Map.of("a", List.of(1, 2))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void a_token_of_the_issuer_names_its_player(String name, String token) {
        assertThat(verify(token)).isEqualTo(valid());
    }

    static Stream<Arguments> refused() throws Exception {
        JWTClaimsSet claims = ISSUER.claims().build();
        SignedJWT hmac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        hmac.sign(new MACSigner(ISSUER.key().toRSAPublicKey().getEncoded()));
        SignedJWT hmacOfText = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims);
        hmacOfText.sign(new MACSigner(ISSUER.key().toPublicJWK().toJSONString()));
        EncryptedJWT encrypted =
                new EncryptedJWT(new JWEHeader(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM), claims);
        encrypted.encrypt(new RSAEncrypter(ISSUER.key()));
        String[] parts = ISSUER.token().split("\\.", -1);
        return Stream.of(
                Arguments.of("alg none", new PlainJWT(claims).serialize()),
                Arguments.of("alg NoNe by hand", encoded("{\"alg\":\"NoNe\"}") + "." + parts[1] + "."),
                Arguments.of(
                        "alg none with the signature", encoded("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]),
                Arguments.of("HMAC with the public key", hmac.serialize()),
                Arguments.of("HMAC with the key's JSON", hmacOfText.serialize()),
                Arguments.of(
                        "an algorithm that is not accepted",
                        LocalIssuer.sign(new JWSHeader(JWSAlgorithm.RS512), claims, ISSUER.key())),
                Arguments.of("encrypted", encrypted.serialize()),
                Arguments.of("a stranger's key under a known kid", LocalIssuer.sign(claims, STRANGER)),
                Arguments.of(
                        "a stranger's key in the header",
                        LocalIssuer.sign(header().jwk(STRANGER.toPublicJWK()).build(), claims, STRANGER)),
                Arguments.of(
                        "a stranger's key by URL",
                        LocalIssuer.sign(
                                header().jwkURL(URI.create("http://127.0.0.1:1/keys"))
                                        .build(),
                                claims,
                                STRANGER)),
                Arguments.of(
                        "an unknown critical header",
                        LocalIssuer.sign(
                                header().criticalParams(Set.of("x"))
                                        .customParam("x", 1)
                                        .build(),
                                claims,
                                ISSUER.key())),
                Arguments.of(
                        "another type",
                        LocalIssuer.sign(
                                header().type(new JOSEObjectType("logout+jwt")).build(), claims, ISSUER.key())),
                Arguments.of("an unknown kid", LocalIssuer.sign(claims, LocalIssuer.newKey("unknown"))),
                Arguments.of("another audience", signed(ISSUER.claims().audience("other"))),
                Arguments.of("no audience", signed(ISSUER.claims().audience((String) null))),
                Arguments.of("another issuer", signed(ISSUER.claims().issuer("https://other.example.com"))),
                Arguments.of("the issuer with a slash", signed(ISSUER.claims().issuer(ISSUER.issuer() + "/"))),
                Arguments.of("no issuer", signed(ISSUER.claims().issuer(null))),
                Arguments.of("expired", signed(ISSUER.claims().expirationTime(in(-60)))),
                Arguments.of("no expiry", signed(ISSUER.claims().expirationTime(null))),
                Arguments.of("not valid yet", signed(ISSUER.claims().notBeforeTime(in(60)))),
                Arguments.of("no subject", signed(ISSUER.claims().subject(null))),
                Arguments.of("an empty subject", signed(ISSUER.claims().subject(""))),
                Arguments.of(
                        "a changed payload",
                        parts[0] + "." + encoded(claims.toString().replace("ada", "eve")) + "." + parts[2]),
                Arguments.of("no signature", parts[0] + "." + parts[1] + "."),
                Arguments.of("half a token", parts[0] + "." + parts[1]));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void every_other_token_is_invalid(String name, String token) {
        assertThat(verify(token)).isEqualTo(invalid(TOKEN_INVALID));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "...", "....", "a.b.c", "é.é.é", "e30.e30.e30", "null", "{}", "bnVsbA.e30.e30"})
    void hostile_text_is_an_invalid_token(String text) {
        assertThat(verify(text)).isEqualTo(invalid(TOKEN_INVALID));
    }

    @Test
    void a_token_with_any_bit_changed_is_invalid() {
        byte[] token = ISSUER.token().getBytes(StandardCharsets.US_ASCII);
        TokenVerifier verifier = new TokenVerifier(settings(Map.of()), Duration.ofMinutes(1));
        Random random = new Random(15);
        for (int round = 0; round < 200; round++) {
            byte[] changed = token.clone();
            // The last character of a part may hold bits that count for nothing.
            int at = random.nextInt(token.length - 1);
            changed[at] = (byte) (changed[at] == 'A' ? 'x' : 'A');
            String text = new String(changed, StandardCharsets.US_ASCII);
            if (changed[at + 1] != '.' && token[at] != '.') {
                assertThat(verifier.verify(List.of(text))).as(text).isEqualTo(invalid(TOKEN_INVALID));
            }
        }
    }

    @Test
    void no_token_is_another_refusal_than_a_bad_one() {
        assertThat(verify()).isEqualTo(invalid(TOKEN_MISSING));
    }

    @Test
    void two_different_tokens_are_refused() {
        assertThat(verify(ISSUER.token(), signed(ISSUER.claims().subject("eve"))))
                .isEqualTo(invalid(TOKEN_INVALID));
    }

    @Test
    void a_token_of_many_kilobytes_is_refused_unread() {
        String token = signed(ISSUER.claims().claim("long", "x".repeat(9_000)));

        assertThat(verify(token)).isEqualTo(invalid(TOKEN_INVALID));
    }

    @Test
    void a_required_claim_must_be_there() {
        TokenVerifier verifier = new TokenVerifier(settings(Map.of("email", "")), OFTEN);

        assertThat(verifier.verify(List.of(ISSUER.token()))).isEqualTo(invalid(TOKEN_INVALID));
        assertThat(verifier.verify(List.of(signed(ISSUER.claims().claim("email", "a@example.com")))))
                .isEqualTo(valid());
    }

    @Test
    void a_tenants_token_is_not_another_tenants() {
        TokenVerifier verifier = new TokenVerifier(settings(Map.of("tenant", "blue")), OFTEN);

        assertThat(verifier.verify(List.of(signed(ISSUER.claims().claim("tenant", "red")))))
                .isEqualTo(invalid(TOKEN_INVALID));
        assertThat(verifier.verify(List.of(signed(ISSUER.claims().claim("tenant", "blue")))))
                .isEqualTo(valid());
    }

    @Test
    void keys_are_found_by_discovery() {
        try (LocalIssuer issuer = new LocalIssuer()) {
            TokenVerifier verifier = new TokenVerifier(discovering(issuer), OFTEN);

            assertThat(verifier.verify(List.of(issuer.token()))).isInstanceOf(TokenVerifier.Outcome.Valid.class);
        }
    }

    @Test
    void a_discovery_document_of_another_issuer_is_not_believed() {
        try (LocalIssuer issuer = new LocalIssuer()) {
            issuer.pretendToBe("https://other.example.com");
            TokenVerifier verifier = new TokenVerifier(discovering(issuer), OFTEN);

            assertThat(verifier.verify(List.of(issuer.token()))).isEqualTo(invalid(ISSUER_AWAY));
        }
    }

    @Test
    void a_rotated_key_is_fetched_once_a_token_shows_it() {
        try (LocalIssuer issuer = new LocalIssuer()) {
            TokenVerifier verifier = new TokenVerifier(discovering(issuer), OFTEN);
            String old = issuer.token();
            verifier.verify(List.of(old));
            issuer.rotate("second");

            assertThat(verifier.verify(List.of(issuer.token()))).isInstanceOf(TokenVerifier.Outcome.Valid.class);
            assertThat(verifier.verify(List.of(old))).isEqualTo(invalid(TOKEN_INVALID));
        }
    }

    @Test
    void the_last_keys_hold_while_the_issuer_is_away() {
        try (LocalIssuer issuer = new LocalIssuer()) {
            TokenVerifier verifier = new TokenVerifier(discovering(issuer), OFTEN);
            verifier.verify(List.of(issuer.token()));
            issuer.goAway(true);

            assertThat(verifier.verify(List.of(issuer.token()))).isInstanceOf(TokenVerifier.Outcome.Valid.class);
        }
    }

    @Test
    void an_issuer_that_was_never_there_is_away() {
        try (LocalIssuer issuer = new LocalIssuer()) {
            issuer.goAway(true);
            TokenVerifier verifier = new TokenVerifier(discovering(issuer), OFTEN);

            assertThat(verifier.verify(List.of(issuer.token()))).isEqualTo(invalid(ISSUER_AWAY));
            issuer.goAway(false);
            assertThat(verifier.verify(List.of(issuer.token()))).isInstanceOf(TokenVerifier.Outcome.Valid.class);
        }
    }

    @Test
    void made_up_key_ids_do_not_flood_the_issuer() {
        try (LocalIssuer issuer = new LocalIssuer()) {
            TokenVerifier verifier = new TokenVerifier(discovering(issuer), Duration.ofMinutes(10));
            verifier.verify(List.of(issuer.token()));
            RSAKey stranger = STRANGER;
            for (int round = 0; round < 50; round++) {
                RSAKey madeUp =
                        new RSAKey.Builder(stranger).keyID("made-up-" + round).build();
                assertThat(verifier.verify(
                                List.of(LocalIssuer.sign(issuer.claims().build(), madeUp))))
                        .isEqualTo(invalid(TOKEN_INVALID));
            }

            // Each fetch reads two documents: the discovery's and the keys.
            assertThat(issuer.fetches()).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void a_shared_secrets_algorithm_cannot_be_configured() {
        assertThatThrownBy(() -> new TokenSettings(
                        ISSUER.issuer(), "pixel", Optional.empty(), Set.of("HS256"), Map.of(), Duration.ZERO))
                .hasMessageContaining("--jwt-algorithms");
    }

    private static TokenSettings discovering(LocalIssuer issuer) {
        return new TokenSettings(
                issuer.issuer(),
                LocalIssuer.AUDIENCE,
                Optional.empty(),
                Set.of("RS256"),
                Map.of(),
                Duration.ofSeconds(30));
    }
}
