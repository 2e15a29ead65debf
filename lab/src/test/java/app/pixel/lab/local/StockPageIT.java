// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Epic's unmodified page, through our matchmaker and signalling server, with streamers of every engine. */
class StockPageIT {

    @RegisterExtension
    private static final BrowserFixture stand = new BrowserFixture();

    @Test
    void it_waits_for_a_streamer_before_it_plays() throws Exception {
        stand.platform("--streamers", "1");
        Visitor first = stand.visitor().open(stand.stockPage(""));
        first.sees_moving_pictures();
        Visitor second = stand.visitor().open(stand.stockPage(""));
        second.reads("Waiting for a streamer to become available");

        first.close();

        second.sees_moving_pictures();
    }

    @ParameterizedTest
    @CsvSource({
        "ue5, h264, ''",
        "ue5.0, vp8, ''",
        "ue4.27, vp8, &BrowserSendOffer=true",
        "ue4.26, h264, &BrowserSendOffer=true"
    })
    void it_plays_with_every_engine(String engine, String codec, String query) throws Exception {
        stand.platform("--streamers", "1", "--engine", engine, "--codec", codec);
        Visitor visitor = stand.visitor().open(stand.stockPage(query + "&HoveringMouse=true"));
        visitor.sees_moving_pictures();

        visitor.points_at(0.3, 0.4);
        visitor.sees("green", 0.3, 0.4);
    }

    @Test
    void media_goes_through_our_relay_when_the_page_insists() throws Exception {
        stand.platform("--streamers", "1", "--turn", "on");
        Visitor visitor = stand.visitor().open(stand.stockPage("&ForceTURN=true"));

        visitor.sees_moving_pictures();
    }

    @Test
    void a_reason_for_throwing_players_out_does_not_become_part_of_the_page() throws Exception {
        stand.platform("--streamers", "1");
        Visitor visitor = stand.visitor().open(stand.stockPage(""));
        visitor.sees_moving_pictures();

        stand.platform().disconnectPlayers(0, Visitor.MARKUP + " bye").await(10, SECONDS);

        visitor.reads("bye");
        visitor.has_read_text_only();
    }
}
