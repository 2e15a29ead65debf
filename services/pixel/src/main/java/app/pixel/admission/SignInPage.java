// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.Optional;

/** The answer to an upgrade without a valid token: 401 with a page that says how to sign in. */
record SignInPage(Optional<URI> signInUrl) {

    SignInPage {
        signInUrl.ifPresent(url -> {
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (!web || url.getHost() == null) {
                throw new IllegalArgumentException("--sign-in-url must be an http or https URL with a host.");
            }
        });
    }

    void answer(HttpServerResponse response, RefusalReason reason) {
        response.setStatusCode(reason.status())
                .putHeader("www-authenticate", "Bearer")
                .putHeader("cache-control", "no-store")
                .putHeader("content-type", "text/html; charset=utf-8")
                .putHeader("content-security-policy", "default-src 'none'")
                .end(html(reason));
    }

    private String html(RefusalReason reason) {
        String way = signInUrl
                .map(url -> "<a href=\"" + escaped(url.toASCIIString()) + "\">Sign in</a>")
                .orElse("Open this page from the site that you signed in to.");
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Sign in</title></head>
            <body><h1>Sign in to play</h1><p>%s</p><p>%s</p></body></html>
            """.formatted(escaped(reason.sentence()), way);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
