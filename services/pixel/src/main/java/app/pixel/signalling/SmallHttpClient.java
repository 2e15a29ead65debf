// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import app.pixel.web.BoundedBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client for short answers from servers that may be slow, broken or hostile. The whole exchange is bounded in
 * time, the answer in size, and the requests that wait for a connection in number.
 */
final class SmallHttpClient {

    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final int MOST_WAITING = 64;

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration timeLimit;

    SmallHttpClient(Vertx vertx, Duration timeLimit) {
        this.vertx = vertx;
        this.timeLimit = timeLimit;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) timeLimit.toMillis()),
                new PoolOptions().setMaxWaitQueueSize(MOST_WAITING));
    }

    /** The body of a 2xx answer; fails otherwise, with a sentence that names no secret. */
    Future<Buffer> fetch(RequestOptions request, @Nullable Buffer body) {
        Promise<Buffer> answer = Promise.promise();
        long timer = vertx.setTimer(
                timeLimit.toMillis(), late -> answer.tryFail("no answer within " + timeLimit.toMillis() + " ms"));
        client.request(request)
                .compose(sent -> {
                    answer.future().onFailure(given -> sent.reset());
                    return body == null ? sent.send() : sent.send(body);
                })
                .onSuccess(response -> read(response, answer))
                .onFailure(answer::tryFail);
        return answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    Future<Void> close() {
        return client.close();
    }

    private static void read(HttpClientResponse response, Promise<Buffer> answer) {
        if (response.statusCode() / 100 != 2) {
            answer.tryFail("status " + response.statusCode());
            return;
        }
        var tooLong = new IllegalStateException("an answer of more than " + LARGEST_ANSWER + " bytes");
        BoundedBody.read(response, LARGEST_ANSWER, tooLong).onComplete(answer::tryComplete, answer::tryFail);
    }
}
