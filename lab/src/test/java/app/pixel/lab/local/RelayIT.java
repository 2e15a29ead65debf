// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Media through the real coturn, with the credentials that the platform gave to the session. */
class RelayIT {

    @RegisterExtension
    private static final BrowserFixture stand = new BrowserFixture();

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void a_browser_with_no_other_way_out_plays_through_the_relay(String transport) throws Exception {
        stand.platform("--streamers", "1", "--turn", "on");
        Visitor visitor = stand.visitor().reaches_only_relays_by(transport).open(stand.page());

        visitor.sees_moving_pictures();

        assertThat(visitor.way_of_the_media()).isEqualTo("relay " + transport);
    }

    @Test
    void the_page_plays_again_after_its_relay_was_restarted() throws Exception {
        stand.platform("--streamers", "1", "--turn", "on");
        Visitor visitor = stand.visitor().reaches_only_relays_by("udp").open(stand.page());
        visitor.sees_moving_pictures();

        visitor.stops_playing_when(() -> stand.platform().restartRelay().await(30, SECONDS));

        visitor.sees_moving_pictures();
        assertThat(visitor.way_of_the_media()).isEqualTo("relay udp");
    }
}
