// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.matchmaker.MatchmakerProcess;
import io.vertx.core.Vertx;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store behind TLS is the one that its certificate names, or it is refused. */
@Tag("slow")
class LobbyTlsTest {

    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private RedisServer redis;

    @BeforeEach
    void start() throws Exception {
        Path made = folder.resolve("made.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "lobby",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        made.toString(),
                        "-storepass",
                        STORE_PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(made.toFile(), STORE_PASSWORD.toCharArray());
        Certificate certificate = store.getCertificate("lobby");
        pem("cert.pem", "CERTIFICATE", certificate.getEncoded());
        pem(
                "key.pem",
                "PRIVATE KEY",
                store.getKey("lobby", STORE_PASSWORD.toCharArray()).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("lobby", certificate);
        try (OutputStream file = Files.newOutputStream(folder.resolve("trusted.p12"))) {
            trusted.store(file, STORE_PASSWORD.toCharArray());
        }
        redis = RedisServer.behindTls(folder, "cert.pem", "key.pem");
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        redis.close();
    }

    private void pem(String file, String kind, byte[] content) throws Exception {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        Files.writeString(
                folder.resolve(file), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind));
    }

    private String url() {
        return "rediss://:" + RedisServer.PASSWORD + "@localhost:" + redis.port;
    }

    @Test
    void a_store_whose_certificate_is_trusted_is_used() throws Exception {
        Map<String, String> environment =
                Map.of("PIXEL_LOBBY", url(), "PIXEL_SESSION_SECRET", "the same for all of them");
        try (MatchmakerProcess matchmaker = new MatchmakerProcess(
                environment,
                "-Djavax.net.ssl.trustStore=" + folder.resolve("trusted.p12"),
                "-Djavax.net.ssl.trustStorePassword=" + STORE_PASSWORD)) {
            assertThat(matchmaker.awaitLine("the shared lobby is open")).contains("rediss://localhost");
        }
    }

    @Test
    void a_store_with_an_unknown_issuer_s_certificate_gets_no_password() {
        assertThatThrownBy(() -> soon(LobbyStore.connect(vertx, new LobbyUrl(url()), "test")))
                .isInstanceOf(SSLHandshakeException.class)
                .rootCause()
                .hasMessageContaining("certification path");
    }
}
