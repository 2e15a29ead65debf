// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.cost;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Ways in which an API server fails to answer. */
public enum PodTrouble {
    FORBIDDEN,
    BROKEN,
    TOO_MANY,
    NO_JSON,
    OTHER_JSON,
    HOLLOW,
    NO_NAME,
    HANGS_UP,
    SILENT,
    HALF_AN_ANSWER;

    public void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (this) {
            case FORBIDDEN ->
                response.setStatusCode(403).end("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"message\":\"no\"}");
            case BROKEN -> response.setStatusCode(500).end("oops");
            case TOO_MANY ->
                response.setStatusCode(429).putHeader("retry-after", "3600").end();
            case NO_JSON -> response.end("{\"items\": [");
            case OTHER_JSON -> response.end("[1, 2]");
            case HOLLOW -> response.end("{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"items\":[{}, null]}");
            case NO_NAME -> response.end("{\"items\":[{\"status\":{\"phase\":\"Running\"}}]}");
            case HANGS_UP -> request.connection().close();
            case SILENT -> {}
            case HALF_AN_ANSWER -> response.putHeader("content-length", "1000").write("{\"items\":");
        }
    }
}
