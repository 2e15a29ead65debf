// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.VerticleBase;
import java.util.SequencedMap;

/**
 * One running service: a single verticle instance, whose state is confined to its event loop.
 *
 * <p>{@code start()} completes when every port accepts connections; {@code stop()} completes when the service has
 * said good-bye to whoever was connected, and is called once. The caller bounds how long it waits for that.
 */
public abstract class Service extends VerticleBase {

    /** The ports this service listens on, by the name of the flag that set them; known once {@code start()} is done. */
    public abstract SequencedMap<String, Integer> ports();
}
