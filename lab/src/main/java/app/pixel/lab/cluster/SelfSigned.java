// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import app.pixel.lab.process.BriefCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A key and a certificate that vouches for itself, both as PEM; good for two days.
 *
 * <p>Only keytool can sign certificates with the JDK.
 */
public record SelfSigned(String key, String certificate) {

    private static final String PASSWORD = "one-run-long";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /**
     * Makes one.
     *
     * @param name the subject's
     * @param extensions as keytool reads them, such as {@code san=dns:play.example.com}
     */
    public static SelfSigned of(String name, String... extensions) {
        try {
            Path folder = Files.createTempDirectory("pixel-certificate-");
            Path file = folder.resolve("store.p12");
            try {
                generate(file, name, extensions);
                KeyStore store = KeyStore.getInstance("PKCS12");
                try (InputStream bytes = Files.newInputStream(file)) {
                    store.load(bytes, PASSWORD.toCharArray());
                }
                return new SelfSigned(
                        pem(
                                "PRIVATE KEY",
                                store.getKey("own", PASSWORD.toCharArray()).getEncoded()),
                        pem("CERTIFICATE", store.getCertificate("own").getEncoded()));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate could be made for " + name, e);
        }
    }

    private static void generate(Path file, String name, String... extensions) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-dname",
                "CN=" + name,
                "-keyalg",
                "RSA",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        for (String extension : extensions) {
            command.addAll(List.of("-ext", extension));
        }
        BriefCommand.succeed(LIMIT, command);
    }

    static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, base64);
    }
}
