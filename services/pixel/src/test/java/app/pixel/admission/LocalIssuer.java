// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer on loopback: discovery and keys over HTTP, and tokens that it signs. */
final class LocalIssuer implements AutoCloseable {

    static final String AUDIENCE = "pixel";

    private static final int KEY_BITS = 2048;

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile RSAKey key;
    private volatile boolean away;
    private volatile String named = "";

    LocalIssuer() {
        try {
            key = newKey("first");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        named = issuer();
        server.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/openid/v1/jwks", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, """
                {"issuer": "%s", "jwks_uri": "%s/keys"}""".formatted(named, issuer())));
        server.start();
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(KEY_BITS).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI keysUrl() {
        return URI.create(issuer() + "/keys");
    }

    RSAKey key() {
        return key;
    }

    void rotate(String id) {
        key = newKey(id);
    }

    void goAway(boolean gone) {
        away = gone;
    }

    /** Names another issuer in the discovery document. */
    void pretendToBe(String other) {
        named = other;
    }

    int fetches() {
        return fetches.get();
    }

    JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(AUDIENCE)
                .subject("ada")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    String token() {
        return sign(claims().build(), key);
    }

    static String sign(JWTClaimsSet claims, RSAKey key) {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims, key);
    }

    static String sign(JWSHeader header, JWTClaimsSet claims, RSAKey key) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        fetches.incrementAndGet();
        byte[] body = (away ? "out" : json).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(away ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
