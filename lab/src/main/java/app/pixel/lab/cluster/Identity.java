// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * The keys by which others know the API server, made for one run. One key signs service accounts' tokens. The
 * certificate is for calls to aggregated APIs on behalf of a caller (the front proxy).
 *
 * @param frontProxyCertificate self-signed, so it is also the authority that vouches for it
 */
record Identity(Path serviceAccountKey, Path serviceAccountPublicKey, Path frontProxyKey, Path frontProxyCertificate) {

    static final String FRONT_PROXY = "front-proxy-client";

    private static final char[] PASSWORD = "one-run-long".toCharArray();

    static Identity create(Processes processes) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair accounts = generator.generateKeyPair();
            KeyStore frontProxy = selfSigned(processes.file("front-proxy.p12"));
            return new Identity(
                    pem(
                            processes,
                            "accounts.key",
                            "PRIVATE KEY",
                            accounts.getPrivate().getEncoded()),
                    pem(
                            processes,
                            "accounts.pub",
                            "PUBLIC KEY",
                            accounts.getPublic().getEncoded()),
                    pem(
                            processes,
                            "front-proxy.key",
                            "PRIVATE KEY",
                            frontProxy.getKey(FRONT_PROXY, PASSWORD).getEncoded()),
                    pem(
                            processes,
                            "front-proxy.crt",
                            "CERTIFICATE",
                            frontProxy.getCertificate(FRONT_PROXY).getEncoded()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the cluster's keys could not be made", e);
        }
    }

    /** Makes the certificate by the JDK's keytool, since the JDK has no public API that signs one. */
    private static KeyStore selfSigned(Path file) throws GeneralSecurityException, IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        FRONT_PROXY,
                        "-dname",
                        "CN=" + FRONT_PROXY,
                        "-keyalg",
                        "RSA",
                        "-validity",
                        "2",
                        "-ext",
                        "bc:c=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("keytool: " + printed);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(file)) {
            store.load(bytes, PASSWORD);
        }
        return store;
    }

    private static Path pem(Processes processes, String name, String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return processes.write(name, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, base64));
    }
}
