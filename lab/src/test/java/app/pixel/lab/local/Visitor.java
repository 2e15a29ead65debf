// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A visitor with a browser and cookies of their own, who reads the page and the picture. */
final class Visitor implements AutoCloseable {

    /** Generous: other programs may be using the two processors as well. */
    private static final double PATIENCE_MILLIS = 60_000;

    /** Markup that would leave a trace if a page took it for more than text. */
    static final String MARKUP = "<img src=x onerror=window.pwned=1>";

    /** Gives the page {@code window.lab}, by which this class reads pictures, sockets and the peer connection. */
    private static final String PROBE = script("page-probe.js");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Visitor(Browser browser) {
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(960, 540));
        context.addInitScript(PROBE);
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onPageError(complaints::add);
    }

    /** Reaches only relays, over one transport, as behind a firewall. Call this before {@link #open}. */
    Visitor reaches_only_relays_by(String transport) {
        context.addInitScript("""
            lab.behind = configuration => ({
              ...configuration,
              iceTransportPolicy: 'relay',
              iceServers: (configuration?.iceServers ?? [])
                .map(server => ({
                  ...server,
                  urls: [server.urls].flat().filter(url => url.endsWith('?transport=%s')),
                }))
                .filter(server => server.urls.length > 0),
            });
            """.formatted(transport));
        return this;
    }

    Visitor open(String url) {
        page.navigate(url);
        return this;
    }

    Page page() {
        return page;
    }

    /** Waits until the browser has decoded some more pictures than it has now. */
    void sees_moving_pictures() {
        page.waitForFunction("""
                () => {
                  const now = lab.frames();
                  lab.since = Math.min(lab.since ?? now, now);
                  const rising = now > lab.since + 10;
                  if (rising) lab.since = undefined;
                  return rising;
                }
                """);
    }

    /** The event that makes a visitor's picture go away. */
    interface Cause {
        void happen() throws Exception;
    }

    /** Our page stops playing, for however short a time: it comes back by itself. */
    void stops_playing_when(Cause cause) throws Exception {
        page.waitForFunction("() => lab.playing()");
        page.evaluate("""
                () => {
                  lab.stopped = false;
                  new MutationObserver(() => (lab.stopped ||= !lab.playing()))
                    .observe(document.querySelector('#title'), { childList: true });
                }
                """);
        cause.happen();
        page.waitForFunction("() => lab.stopped");
    }

    /** The page says that its socket is lost, and soon that it is back; the peer connection stays the same. */
    void keeps_the_connection_while(Cause cause) throws Exception {
        remember_the_connection();
        cause.happen();
        page.waitForFunction("() => lab.lost");
        page.waitForFunction("() => document.querySelector('#link').hidden");
        still_has_the_connection();
    }

    /** The page moves to another socket before its own is closed, so it has nothing to say. */
    void keeps_the_connection_while_told_nothing(Cause cause) throws Exception {
        remember_the_connection();
        page.evaluate("lab.sockets = 0");
        cause.happen();
        page.waitForFunction("() => lab.sockets > 0 && lab.socket.readyState === 1");
        still_has_the_connection();
        assertThat(page.evaluate("lab.lost")).isEqualTo(false);
    }

    private void remember_the_connection() {
        page.waitForFunction("() => lab.playing()");
        page.evaluate("""
                () => {
                  lab.remembered = lab.connection;
                  lab.lost = false;
                  const link = document.querySelector('#link');
                  new MutationObserver(() => (lab.lost ||= !link.hidden)).observe(link, { attributes: true });
                }
                """);
    }

    private void still_has_the_connection() {
        sees_moving_pictures();
        assertThat(page.evaluate("lab.remembered === lab.connection && lab.connection.connectionState"))
                .isEqualTo("connected");
    }

    /** The browser's end of the candidate pair that carries the media, such as {@code relay udp}. */
    Object way_of_the_media() {
        return ofSelectedPair("local.candidateType + ' ' + local.relayProtocol");
    }

    /** The ports of that pair: the browser's own, and the other's. */
    List<?> ports_of_the_media() {
        return (List<?>) ofSelectedPair("[local.port, remote.port]");
    }

    /** Ends the connection in an orderly way, which tells a relay so. */
    void hangs_up() {
        page.evaluate("lab.connection.close()");
    }

    private Object ofSelectedPair(String expression) {
        return page.evaluate("""
                async () => {
                  const stats = await lab.connection.getStats();
                  const transport = [...stats.values()].find(({ type }) => type === 'transport');
                  const pair = stats.get(transport.selectedCandidatePairId);
                  const local = stats.get(pair.localCandidateId);
                  const remote = stats.get(pair.remoteCandidateId);
                  return %s;
                }
                """.formatted(expression));
    }

    /** Whatever the case: Epic's page shows its messages in capitals. */
    void reads(String text) {
        try {
            page.waitForFunction(
                    "text => document.body.innerText.toLowerCase().includes(text)", text.toLowerCase(Locale.ROOT));
        } catch (TimeoutError late) {
            throw new AssertionError(
                    "The page never said \"%s\", but says: %s".formatted(text, page.innerText("body")), late);
        }
    }

    /** Fractions of the picture, as in the test pattern. */
    void sees(String colour, double x, double y) {
        page.waitForFunction("([x, y, colour]) => lab.colour(x, y) === colour", List.of(x, y, colour));
    }

    /** The latest key that the streamer shows in its row of cells. */
    void sees_key(int keyCode) {
        page.waitForFunction("code => lab.bits(29, 8) === code", keyCode);
    }

    /** Moves the mouse to a place of the picture, wherever the page shows that. */
    void points_at(double x, double y) {
        page.mouse().move(onPage("x", x), onPage("y", y));
    }

    void clicks() {
        page.mouse().down();
        page.mouse().up();
    }

    void presses(String key) {
        page.keyboard().press(key);
    }

    /** {@link #MARKUP} became no part of the page. */
    void has_read_text_only() {
        assertThat(page.evaluate("() => [window.pwned, document.querySelector('[onerror]')].join()"))
                .isEqualTo(",");
    }

    void has_nothing_to_complain_about() {
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }

    /** The picture keeps its shape inside the video element, with bars at two sides. */
    private double onPage(String axis, double fraction) {
        Object at = page.evaluate("""
                ([axis, fraction]) => {
                  const video = lab.video();
                  const box = video.getBoundingClientRect();
                  const scale = Math.min(box.width / video.videoWidth, box.height / video.videoHeight);
                  const shown = { x: video.videoWidth * scale, y: video.videoHeight * scale };
                  const free = { x: box.width - shown.x, y: box.height - shown.y };
                  return box[axis] + free[axis] / 2 + fraction * shown[axis];
                }
                """, List.of(axis, fraction));
        return ((Number) at).doubleValue();
    }

    private static String script(String name) {
        try (InputStream in = Objects.requireNonNull(Visitor.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
