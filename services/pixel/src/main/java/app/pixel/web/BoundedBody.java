// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A whole body in memory, where it is not longer than it may be. */
public final class BoundedBody {

    private BoundedBody() {}

    /**
     * Reads a stream to its end. The future fails with {@code tooLong} at the first byte over the limit, and the stream
     * stays paused.
     *
     * @param limit in bytes
     */
    public static Future<Buffer> read(ReadStream<Buffer> stream, int limit, Throwable tooLong) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        stream.handler(chunk -> {
            if (body.length() + chunk.length() <= limit) {
                body.appendBuffer(chunk);
            } else if (whole.tryFail(tooLong)) {
                stream.pause();
            }
        });
        stream.exceptionHandler(whole::tryFail);
        stream.endHandler(end -> whole.tryComplete(body));
        stream.resume();
        return whole.future();
    }
}
