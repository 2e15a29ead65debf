// SPDX-License-Identifier: Apache-2.0
package app.pixel.player;

import app.pixel.web.OperationsOptions;
import app.pixel.web.Service;
import app.pixel.web.ServiceCommand;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pixel player}: the page that visitors open. */
@Command(
        name = "player",
        description = "Serves the page that visitors play on.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PlayerCommand implements ServiceCommand {

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the page; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--path-prefix",
            paramLabel = "PATH",
            defaultValue = "/",
            description = "Path that the page is reached under, such as /game, if the edge does not strip it"
                    + " (default: ${DEFAULT-VALUE}).")
    private String pathPrefix = "/";

    @Option(
            names = "--title",
            paramLabel = "TEXT",
            defaultValue = "Pixel Streaming",
            description = "Title of the page (default: ${DEFAULT-VALUE}).")
    private String title = "Pixel Streaming";

    @Option(
            names = "--embed-origins",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Origins such as https://www.example.com that may embed the page and talk to it;"
                    + " only the page's own origin otherwise.")
    private List<String> embedOrigins = List.of();

    @Option(
            names = "--ws-hosts",
            paramLabel = "HOST",
            split = ",",
            description =
                    "Hosts that ?_ws=wss://… may name besides the page's own: HOST (default port), HOST:PORT, HOST:*,"
                            + " each also as *.HOST.")
    private List<String> webSocketHosts = List.of();

    @Mixin
    private OperationsOptions operations = new OperationsOptions();

    @Override
    public Service service() {
        PagePolicy policy = new PagePolicy(title, embedOrigins, webSocketHosts);
        return new PlayerSite(new PlayerOptions(operations, port, new PathPrefix(pathPrefix), policy));
    }
}
