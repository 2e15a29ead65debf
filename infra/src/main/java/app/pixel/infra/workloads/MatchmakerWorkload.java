// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.AccountRights;
import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Pods;
import app.pixel.infra.objects.ReadAtStart;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.Secrets;
import app.pixel.infra.objects.ServiceContainer;
import app.pixel.infra.objects.ServiceContainer.SecretKey;
import app.pixel.infra.objects.ServiceDeployment;
import app.pixel.infra.objects.Size;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The matchmaker: players connect to it through the edge, signalling servers report to it. It writes to each stream
 * pod how many play there, as the pod's deletion cost. For this its account may find and patch pods of its own
 * namespace.
 */
final class MatchmakerWorkload extends ComponentResource {

    static final String NAME = "matchmaker";
    static final String PLAYERS = "players";
    static final int PLAYERS_PORT = 3000;
    static final String REPORTS = "reports";
    static final int REPORTS_PORT = 9999;

    private static final String SESSION_SECRET = "matchmaker-session";
    private static final String LOBBY_SECRET = "matchmaker-lobby";

    /** A page that comes back reaches the replica of its earlier socket, which spares the others its hand-shake. */
    private static final Map<String, String> AFFINITY = Map.of(
            "traefik.ingress.kubernetes.io/service.sticky.cookie", "true",
            "traefik.ingress.kubernetes.io/service.sticky.cookie.name", "pixel-matchmaker",
            "traefik.ingress.kubernetes.io/service.sticky.cookie.httponly", "true");

    MatchmakerWorkload(Scope around, WorkloadSettings settings, PlatformSecrets secrets) {
        super("pixel:workloads:Matchmaker", NAME, around.component());
        Scope scope = around.under(this);
        Labels labels = new Labels(NAME);

        List<Resource> needed = new ArrayList<>();
        needed.add(Secrets.create(
                scope, labels, SESSION_SECRET, secrets.session().applyValue(secret -> Map.of("secret", secret))));
        List<Output<String>> read = new ArrayList<>(List.of(secrets.session()));
        lobbyUrl(settings.lobby(), secrets).ifPresent(url -> {
            read.add(url);
            needed.add(Secrets.create(scope, labels, LOBBY_SECRET, url.applyValue(text -> Map.of("url", text))));
        });
        // Kubernetes knows no right to a single annotation, nor to pods by their label.
        needed.add(new AccountRights(scope, labels).inNamespace("pods", "list", "patch"));
        new ServiceDeployment(scope.after(needed), container(settings), settings.image(), new ReadAtStart(read))
                .create(OptionalInt.of(settings.matchmakers()), true, AFFINITY);
        registerOutputs(Map.of());
    }

    static ServiceContainer container(WorkloadSettings settings) {
        ServiceContainer container = new ServiceContainer(
                        NAME,
                        arguments(settings),
                        Map.of(PLAYERS, PLAYERS_PORT, REPORTS, REPORTS_PORT),
                        new Size("250m", "384Mi", "2", "768Mi"))
                .withSecretFiles(SESSION_SECRET);
        return settings.lobby() instanceof LobbySettings.Memory
                ? container
                : container.withSecretEnvironment(Map.of("PIXEL_LOBBY", new SecretKey(LOBBY_SECRET, "url")));
    }

    private static List<String> arguments(WorkloadSettings settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--port",
                String.valueOf(PLAYERS_PORT),
                "--report-port",
                String.valueOf(REPORTS_PORT),
                "--session-secret-file",
                Pods.secretFolder(SESSION_SECRET) + "/secret",
                "--stream-pods",
                Labels.NAME + "=" + StreamWorkload.NAME,
                "--session-lease",
                settings.stream().sessionLease().toSeconds() + "s"));
        if (settings.streamerTokens()) {
            arguments.addAll(List.of("--streamer-account", StreamWorkload.NAME));
        }
        arguments.addAll(settings.visitors().arguments(settings.pods()));
        return List.copyOf(arguments);
    }

    private static Optional<Output<String>> lobbyUrl(LobbySettings lobby, PlatformSecrets secrets) {
        return switch (lobby) {
            case LobbySettings.Memory() -> Optional.empty();
            case LobbySettings.InCluster() -> Optional.of(secrets.lobby().applyValue(LobbyWorkload::url));
            case LobbySettings.External(var url) -> Optional.of(url.output());
        };
    }
}
