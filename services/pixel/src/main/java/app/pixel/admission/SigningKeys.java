// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys: its JWKS (RFC 7517, 5), by URL or by OpenID Connect discovery.
 *
 * <p>Keys are cached. A token with an unknown key id has them fetched again, so that an issuer may rotate its keys. A
 * fetch happens at most every {@code pause}, so that made-up ids cost the issuer nothing. While the issuer is away, the
 * last keys hold. Calls block, for a few seconds at most.
 */
final class SigningKeys implements JWKSetSource<SecurityContext> {

    private static final Duration CACHED = Duration.ofMinutes(15);
    private static final Duration WAIT_FOR_OTHERS = Duration.ofSeconds(5);
    private static final Duration OUTAGE = Duration.ofHours(12);
    private static final int TIMEOUT_MILLISECONDS = 2_000;
    private static final int LARGEST_ANSWER = 256 * 1024;

    private final TokenSettings settings;
    private final DefaultResourceRetriever http =
            new DefaultResourceRetriever(TIMEOUT_MILLISECONDS, TIMEOUT_MILLISECONDS, LARGEST_ANSWER);

    private SigningKeys(TokenSettings settings) {
        this.settings = settings;
    }

    /** @param pause the shortest time between two fetches */
    static JWKSource<SecurityContext> of(TokenSettings settings, Duration pause) {
        return cached(new SigningKeys(settings), pause);
    }

    /** Likewise, for keys that come another way. */
    static JWKSource<SecurityContext> cached(JWKSetSource<SecurityContext> source, Duration pause) {
        return JWKSourceBuilder.create(source)
                .cache(CACHED.toMillis(), WAIT_FOR_OTHERS.toMillis())
                .refreshAheadCache(false)
                .rateLimited(pause.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    @Override
    public JWKSet getJWKSet(
            @Nullable JWKSetCacheRefreshEvaluator refresh, long currentTime, @Nullable SecurityContext context)
            throws JWKSetUnavailableException {
        try {
            URI url = settings.keys().isPresent() ? settings.keys().get() : discovered();
            return JWKSet.parse(fetch(url));
        } catch (IOException | ParseException | IllegalArgumentException failure) {
            throw new JWKSetUnavailableException("The issuer's keys cannot be read: " + failure.getMessage(), failure);
        }
    }

    /** OpenID Connect Discovery 1.0, 4. */
    private URI discovered() throws IOException, ParseException {
        String issuer = settings.issuer();
        String base = issuer.endsWith("/") ? issuer : issuer + "/";
        Map<String, Object> metadata =
                JSONObjectUtils.parse(fetch(URI.create(base + ".well-known/openid-configuration")));
        if (!issuer.equals(metadata.get("issuer"))) {
            throw new IOException("the discovery document is another issuer's");
        }
        return JSONObjectUtils.getURI(metadata, "jwks_uri");
    }

    private String fetch(URI url) throws IOException {
        return http.retrieveResource(url.toURL()).getContent();
    }

    @Override
    public void close() {}
}
