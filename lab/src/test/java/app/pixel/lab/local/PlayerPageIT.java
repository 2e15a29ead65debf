// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Our page, from the queue to the picture, in a real browser that decodes real video. */
class PlayerPageIT {

    @RegisterExtension
    private static final BrowserFixture stand = new BrowserFixture();

    @Test
    void a_moving_picture_answers_input() throws Exception {
        stand.platform("--streamers", "1");
        Visitor visitor = stand.visitor().open(stand.page());
        visitor.sees_moving_pictures();

        visitor.points_at(0.25, 0.5);
        visitor.sees("green", 0.25, 0.5);
        visitor.clicks();
        visitor.points_at(0.75, 0.6);

        visitor.sees("magenta", 0.25, 0.5);
        visitor.sees("green", 0.75, 0.6);
        visitor.presses("w");
        visitor.sees_key('W');
        visitor.presses("ArrowLeft");
        visitor.sees_key(37);
        visitor.has_nothing_to_complain_about();
    }

    @Test
    void the_second_visitor_waits_as_number_1_until_the_first_leaves() throws Exception {
        stand.platform("--streamers", "1");
        Visitor first = stand.visitor().open(stand.page());
        first.sees_moving_pictures();

        Visitor second = stand.visitor().open(stand.page());
        second.reads("number 1 of 1");
        first.close();

        second.sees_moving_pictures();
    }

    @Test
    void a_player_who_loses_the_streamer_is_first_in_the_queue() throws Exception {
        stand.platform("--streamers", "1");
        Visitor playing = stand.visitor().open(stand.page());
        playing.sees_moving_pictures();
        Visitor waiting = stand.visitor().open(stand.page());
        waiting.reads("number 1 of 1");

        stand.platform().endStreamer(0).await(10, SECONDS);
        playing.reads("number 1 of 2");
        waiting.reads("number 2 of 2");
        stand.platform().startStreamerAgain(0).await(10, SECONDS);

        playing.sees_moving_pictures();
        waiting.reads("number 1 of 1");
    }

    @Test
    void a_picture_goes_on_while_the_matchmaker_restarts() throws Exception {
        stand.platform("--streamers", "1");
        Visitor visitor = stand.visitor().open(stand.page());
        visitor.sees_moving_pictures();

        visitor.keeps_the_connection_while(
                () -> stand.platform().restartMatchmaker().await(30, SECONDS));

        visitor.sees_moving_pictures();
    }

    @Test
    void a_reason_for_throwing_players_out_is_shown_as_text() throws Exception {
        stand.platform("--streamers", "1");
        Visitor visitor = stand.visitor().open(stand.page());
        visitor.sees_moving_pictures();

        stand.platform().disconnectPlayers(0, Visitor.MARKUP + " bye").await(10, SECONDS);

        visitor.reads("bye");
        visitor.has_read_text_only();
    }

    @Test
    void axe_finds_nothing_serious_in_any_view() throws Exception {
        stand.platform("--streamers", "0");
        Visitor visitor = stand.visitor().open(stand.page());
        visitor.reads("number 1 of 1");
        assertThat(seriousFindings(visitor)).isEqualTo("");

        stand.clear();
        stand.platform("--streamers", "1");
        visitor = stand.visitor().open(stand.page());
        visitor.sees_moving_pictures();
        assertThat(seriousFindings(visitor)).isEqualTo("");
    }

    private static Object seriousFindings(Visitor visitor) throws Exception {
        visitor.page().evaluate(Files.readString(Path.of("../services/player/node_modules/axe-core/axe.min.js")));
        return visitor.page().evaluate("""
                        async () => (await axe.run()).violations
                          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                          .map(({ id, nodes }) => id + ' ' + nodes.map(node => node.html).join(' '))
                          .join('; ')
                        """);
    }
}
