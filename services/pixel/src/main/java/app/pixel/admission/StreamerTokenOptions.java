// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

import app.pixel.web.SecretFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a matchmaker knows signalling servers, as a mixin. */
public final class StreamerTokenOptions {

    @Option(
            names = "--streamer-token-file",
            paramLabel = "FILE",
            description = "Tokens, one a line, of which a signalling server must show one when it reports. The file is"
                    + " read at each connection. Without it and --streamer-account every server is believed, for a"
                    + " network that is trusted.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--streamer-account",
            paramLabel = "NAME",
            description = "ServiceAccount of the stream pods in the matchmaker's own Kubernetes namespace. A signalling"
                    + " server must show the token of such a pod, for the audience " + StreamerTokens.AUDIENCE
                    + ", or a token of the file.")
    private @Nullable String account;

    /** Knows the servers that the options name. */
    public StreamerTokens tokens() {
        return new StreamerTokens(Optional.ofNullable(tokenFile).map(SecretFile::new), Optional.ofNullable(account));
    }
}
