// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The player page inside a page of another origin. */
class EmbeddedPageIT {

    @RegisterExtension
    private static final BrowserFixture stand = new BrowserFixture();

    @Test
    void an_allowed_embedding_page_talks_with_the_player_page() throws Exception {
        stand.platform("--streamers", "1", "--embed-origins", stand.elsewhere());
        Visitor visitor = stand.visitor().open(stand.elsewhere() + "/?" + stand.page());

        told(visitor, "message.type === 'notice' && message.notice === 'playing'");
        visitor.page().evaluate("() => frames[0].postMessage({ type: 'invoke', action: 'level/2' }, '*')");

        told(visitor, "message.type === 'response' && message.action === 'level/2' && message.error");
        assertThat(visitor.page().evaluate("() => new Set(told.map(message => message.origin)).size"))
                .isEqualTo(1);
    }

    @Test
    void another_page_cannot_embed_it() throws Exception {
        stand.platform("--streamers", "1");
        Visitor visitor = stand.visitor().open(stand.elsewhere() + "/?" + stand.page());

        visitor.page().waitForLoadState();

        assertThat(visitor.page().frames().get(1).content()).doesNotContain("id=\"stage\"");
        assertThat(visitor.page().evaluate("() => told.length")).isEqualTo(0);
    }

    private static void told(Visitor visitor, String condition) {
        visitor.page().waitForFunction("() => told.some(message => " + condition + ")");
    }
}
