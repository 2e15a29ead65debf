// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import picocli.CommandLine.Option;

/** The options for stacks of Epic's matchmaker, as a mixin: each shows addresses of streamers to the whole world. */
final class OldStackOptions {

    private static final String SHOWS_ADDRESSES = "Shows addresses of streamers to the whole world (default: off).";

    @Option(
            names = "--legacy-redirect",
            description = "For old stacks: answer GET / by a redirect to a free streamer's signalling server. "
                    + SHOWS_ADDRESSES)
    private boolean redirect;

    @Option(
            names = "--legacy-custom-html",
            description =
                    "For old stacks: answer GET /custom_html/FILE by a redirect to that page of a free streamer's "
                            + "signalling server. " + SHOWS_ADDRESSES)
    private boolean customHtml;

    @Option(
            names = "--legacy-signalling-server",
            description = "For old stacks: answer GET /signallingserver, from any origin, by the address of a free "
                    + "streamer's signalling server. " + SHOWS_ADDRESSES)
    private boolean signallingServer;

    StreamerAddresses.Shown shown() {
        return new StreamerAddresses.Shown(redirect, customHtml, signallingServer);
    }
}
