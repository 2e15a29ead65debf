// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/**
 * The keys by which others know the API server, made for one run. One key signs service accounts' tokens. The
 * certificate is for calls to aggregated APIs on behalf of a caller (the front proxy).
 *
 * @param frontProxyCertificate self-signed, so it is also the authority that vouches for it
 */
record Identity(Path serviceAccountKey, Path serviceAccountPublicKey, Path frontProxyKey, Path frontProxyCertificate) {

    static final String FRONT_PROXY = "front-proxy-client";

    static Identity create(Processes processes) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair accounts = generator.generateKeyPair();
            SelfSigned frontProxy = SelfSigned.of(FRONT_PROXY, "bc:c=ca:true");
            return new Identity(
                    processes.write(
                            "accounts.key",
                            SelfSigned.pem("PRIVATE KEY", accounts.getPrivate().getEncoded())),
                    processes.write(
                            "accounts.pub",
                            SelfSigned.pem("PUBLIC KEY", accounts.getPublic().getEncoded())),
                    processes.write("front-proxy.key", frontProxy.key()),
                    processes.write("front-proxy.crt", frontProxy.certificate()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the cluster's keys could not be made", e);
        }
    }
}
