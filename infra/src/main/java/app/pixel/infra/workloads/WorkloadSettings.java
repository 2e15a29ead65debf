// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.releases.ReleaseSettings;
import app.pixel.infra.settings.Cidr;
import app.pixel.infra.settings.Secret;
import app.pixel.infra.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a stack says about our own workloads.
 *
 * @param image of every service, with its tag
 * @param pods the addresses of the cluster's pods
 * @param matchmakers how many replicas; more than one need a lobby that they share
 */
public record WorkloadSettings(
        String namespace,
        String image,
        List<Registry> registries,
        Edge edge,
        int matchmakers,
        Lobby lobby,
        StreamSettings stream,
        TurnSettings turn,
        Optional<PodProxySettings> podProxy,
        Cidr pods) {

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]([a-z0-9.:-]*[a-z0-9])?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+");
    private static final Pattern TAG = Pattern.compile("(?!latest$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern PATH_PREFIX = Pattern.compile("(/[a-z0-9][a-z0-9-]*)*");
    private static final Pattern REDIS = Pattern.compile("rediss?://(\\S*@)?[^\\s/:@]+(:\\d{1,5})?(/\\d*)?");

    /** Where the edge's certificate comes from. */
    enum Tls {
        /** No certificate: plain HTTP, as on a laptop's cluster. */
        NONE,
        /** Let's Encrypt's staging directory: no browser trusts it, and nobody counts tries. */
        STAGING,
        /** Let's Encrypt. */
        PRODUCTION
    }

    /** @param host any host when absent; {@code pathPrefix} is "" or {@code /game} */
    record Edge(Optional<String> host, String pathPrefix, Tls tls, List<String> embedOrigins) {

        Edge {
            embedOrigins = List.copyOf(embedOrigins);
            if (tls != Tls.NONE && host.isEmpty()) {
                throw new IllegalArgumentException("pixel:tls is \"" + Settings.word(tls)
                        + "\", but a certificate needs a name: set pixel:host, or pixel:tls to \"none\".");
            }
        }
    }

    /** Where matchmakers keep tickets, streamers and sessions. */
    sealed interface Lobby {

        /** In the one matchmaker's memory. */
        record Memory() implements Lobby {}

        /** A Valkey of our own, in the cluster. */
        record InCluster() implements Lobby {}

        /** Somebody else's Redis or Valkey; its URL holds the password. */
        record External(Secret url) implements Lobby {

            public External {
                if (!REDIS.matcher(url.value()).matches()) {
                    throw new IllegalArgumentException(
                            "pixel:lobbyUrl is [secret], but must be a URL such as rediss://:password@cache.example.com:6379.");
                }
            }

            int port() {
                String authority = url.value().replaceFirst("rediss?://", "").replaceFirst("/\\d*$", "");
                int colon = authority.lastIndexOf(':');
                return colon > authority.lastIndexOf('@') ? Integer.parseInt(authority.substring(colon + 1)) : 6379;
            }
        }
    }

    private enum LobbyKind {
        MEMORY,
        IN_CLUSTER,
        EXTERNAL
    }

    /** @param users lines of htpasswd */
    record PodProxySettings(String pathPrefix, Secret users) {

        private static final Pattern USERS = Pattern.compile("([^:\\s]+:\\S+\\s*)+");

        PodProxySettings {
            if (!USERS.matcher(users.value()).matches()) {
                throw new IllegalArgumentException(
                        "pixel:podProxyUsers is [secret], but must be lines of htpasswd, NAME:HASH.");
            }
        }
    }

    public WorkloadSettings {
        registries = List.copyOf(registries);
        if (matchmakers > 1 && lobby instanceof Lobby.Memory) {
            throw new IllegalArgumentException("pixel:matchmakers is " + matchmakers
                    + ", but replicas need a lobby that they share: set pixel:lobby to \"inCluster\" or \"external\".");
        }
    }

    public static WorkloadSettings from(Settings settings) {
        return new WorkloadSettings(
                settings.matching("namespace", NAMESPACE, "a Kubernetes name of at most 52 characters such as pixel"),
                image(settings, "image"),
                Stream.of(Registry.from(settings, "registry"), Registry.from(settings, "streamRegistry"))
                        .flatMap(Optional::stream)
                        .toList(),
                edge(settings),
                settings.integer("matchmakers", 1, 20),
                lobby(settings),
                StreamSettings.from(settings),
                TurnSettings.from(settings),
                podProxy(settings),
                settings.cidr("podsCidr"));
    }

    /** Where visitors open the page; empty while any host name will do. */
    public Optional<String> url() {
        String scheme = edge.tls() == Tls.NONE ? "http" : "https";
        return edge.host().map(host -> scheme + "://" + host + edge.pathPrefix() + "/");
    }

    public boolean hasRelays() {
        return turn.isOn();
    }

    /** Refuses a stack whose cluster services lack what the workloads need. */
    public void requireServicesOf(ReleaseSettings releases) {
        if (edge.tls() != Tls.NONE && !releases.issuesCertificates()) {
            throw new IllegalArgumentException("pixel:tls is \"" + Settings.word(edge.tls())
                    + "\", but nobody issues certificates: set pixel:acmeEmail and leave pixel:releases.cert-manager on,"
                    + " or set pixel:tls to \"none\".");
        }
    }

    /** Two settings: the repository, and a tag that stays what it is. */
    static String image(Settings settings, String prefix) {
        return settings.matching(
                        prefix + "Repository", REPOSITORY, "an image's registry and path such as ghcr.io/you/pixel")
                + ":"
                + settings.matching(prefix + "Tag", TAG, "a tag that names one image for good, so not \"latest\"");
    }

    private static Edge edge(Settings settings) {
        return new Edge(
                settings.optionalString("host").map(given -> settings.hostname("host")),
                settings.optionalString("pathPrefix")
                        .map(given -> settings.matching("pathPrefix", PATH_PREFIX, "a path such as /game, or \"\""))
                        .orElse(""),
                settings.choice("tls", Tls.class),
                settings.strings("embedOrigins"));
    }

    private static Lobby lobby(Settings settings) {
        Optional<Secret> url = settings.optionalSecret("lobbyUrl");
        LobbyKind kind = settings.choice("lobby", LobbyKind.class);
        if (url.isPresent() && kind != LobbyKind.EXTERNAL) {
            throw new IllegalArgumentException("pixel:lobbyUrl is set, but pixel:lobby is \"" + Settings.word(kind)
                    + "\": set it to \"external\", or remove the URL.");
        }
        return switch (kind) {
            case MEMORY -> new Lobby.Memory();
            case IN_CLUSTER -> new Lobby.InCluster();
            case EXTERNAL ->
                new Lobby.External(url.orElseThrow(
                        () -> new IllegalArgumentException("pixel:lobbyUrl is not set, but pixel:lobby is \"external\":"
                                + " set it (pulumi config set --secret pixel:lobbyUrl).")));
        };
    }

    private static Optional<PodProxySettings> podProxy(Settings settings) {
        boolean wanted = settings.flag("podProxy");
        String prefix = settings.matching("podProxyPrefix", PATH_PREFIX, "a path such as /proxy");
        Optional<Secret> users = settings.optionalSecret("podProxyUsers");
        if (wanted && users.isEmpty()) {
            throw new IllegalArgumentException(
                    "pixel:podProxy is true, but nobody may use it:"
                            + " set pixel:podProxyUsers to lines of htpasswd (pulumi config set --secret pixel:podProxyUsers).");
        }
        return users.filter(given -> wanted).map(given -> new PodProxySettings(prefix, given));
    }
}
