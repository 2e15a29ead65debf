// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.JsonFactory;
import io.vertx.core.spi.json.JsonCodec;

/**
 * Has Vert.x read and write JSON by Jackson's streams alone, found as a service.
 *
 * <p>The Kubernetes client of two services brings Jackson's object mapper on to the class path of all. Vert.x starts it
 * where it sees it: some 300 classes, in a sidecar that maps none.
 */
public final class PlainJson implements JsonFactory {

    private static final JsonCodec CODEC = new JacksonCodec();

    @Override
    public int order() {
        return 0;
    }

    @Override
    public JsonCodec codec() {
        return CODEC;
    }
}
