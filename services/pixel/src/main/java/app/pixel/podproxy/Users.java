// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jspecify.annotations.Nullable;

/**
 * Lets users of an htpasswd file in, by HTTP basic authentication (RFC 7617).
 *
 * <p>The file is read for every request, so that whoever is taken out of it is out. A hash is slow to check, one at a
 * time on a worker; what passed is remembered under a key of this process, together with the hash it passed against.
 * State confined to the event loop.
 */
final class Users {

    private static final int REMEMBERED = 256;
    private static final String SCHEME = "basic ";

    private record Claim(String name, String password) {}

    private final Path file;
    private final HmacUtils digest;
    private final SequencedSet<String> passed = new LinkedHashSet<>();

    Users(Path file) {
        this.file = file;
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        digest = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key);
    }

    Future<Htpasswd> read(Vertx vertx) {
        return vertx.fileSystem()
                .readFile(file.toString())
                .recover(failure ->
                        Future.failedFuture(new IllegalStateException("The users file " + file + " cannot be read.")))
                .map(content -> Htpasswd.parse(content.toString(StandardCharsets.UTF_8)));
    }

    /** Whether an {@code Authorization} field's value is a user's name and password. */
    Future<Boolean> accept(Vertx vertx, @Nullable String authorization) {
        Optional<Claim> claim = claimOf(authorization);
        return claim.isEmpty()
                ? Future.succeededFuture(false)
                : read(vertx).compose(htpasswd -> check(vertx, htpasswd, claim.get()));
    }

    private Future<Boolean> check(Vertx vertx, Htpasswd htpasswd, Claim claim) {
        String remembered = HexFormat.of()
                .formatHex(digest.hmac(
                        claim.name() + "\n" + htpasswd.hashes().get(claim.name()) + "\n" + claim.password()));
        if (passed.contains(remembered)) {
            return Future.succeededFuture(true);
        }
        return vertx.executeBlocking(() -> htpasswd.accepts(claim.name(), claim.password()))
                .onSuccess(accepted -> {
                    if (accepted) {
                        remember(remembered);
                    }
                });
    }

    private void remember(String claim) {
        passed.addLast(claim);
        if (passed.size() > REMEMBERED) {
            passed.removeFirst();
        }
    }

    private static Optional<Claim> claimOf(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Claim(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
