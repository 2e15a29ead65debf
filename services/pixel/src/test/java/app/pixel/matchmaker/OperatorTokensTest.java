// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import static app.pixel.EventLoop.onEventLoop;
import static app.pixel.EventLoop.soon;
import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.web.Service;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Several operators, each with a name, a scope and a token. */
class OperatorTokensTest extends MatchmakerTest {

    private static final String ADAS = "ada-token-of-20-characters";
    private static final String BOBS = "bob-token-of-20-characters";

    @TempDir
    private Path folder;

    @Override
    Service deploy(String... more) throws Exception {
        return super.deploy(
                "--operator-token-file",
                operators("ada read " + ADAS, "bob\toperate  " + BOBS).toString());
    }

    private Path operators(String... lines) throws Exception {
        return Files.write(folder.resolve("operators"), List.of(lines));
    }

    private int statusFor(String token) {
        return soon(onEventLoop(
                vertx,
                () -> http.request(HttpMethod.GET, port("port"), "127.0.0.1", "/list")
                        .compose(request -> request.putHeader("authorization", "Bearer " + token)
                                .send())
                        .map(response -> response.statusCode())));
    }

    @ParameterizedTest
    @ValueSource(strings = {ADAS, BOBS})
    void an_operator_of_either_scope_reads(String token) {
        assertThat(statusFor(token)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"guess-of-20-characters", "ada", "read", "ada read " + ADAS, ADAS + BOBS})
    void a_stranger_is_refused(String token) {
        assertThat(statusFor(token)).isEqualTo(401);
    }

    @Test
    void a_token_is_taken_without_a_restart() throws Exception {
        operators("bob operate " + BOBS);

        assertThat(statusFor(ADAS)).isEqualTo(401);
        assertThat(statusFor(BOBS)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada write " + ADAS, "ada " + ADAS, "ada read short-token", "ada read x " + ADAS})
    void a_malformed_file_admits_no_operator(String line) throws Exception {
        operators(line);

        assertThat(statusFor(ADAS)).isEqualTo(500);
    }

    @Test
    void the_log_names_the_operator_who_asked() {
        Logger logger = (Logger) LoggerFactory.getLogger(OperatorList.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        statusFor(BOBS);
        logger.detachAppender(logged);

        assertThat(logged.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs().toString())
                        .contains("operator=\"bob\"", "scope=\"operate\"", "path=\"/list\"")
                        .doesNotContain(BOBS));
    }
}
