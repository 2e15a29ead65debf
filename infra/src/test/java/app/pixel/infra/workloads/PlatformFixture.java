// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.RecordedStack;
import app.pixel.infra.cluster.AutoscaledPool;
import app.pixel.infra.cluster.RunningCluster;
import app.pixel.infra.network.Network;
import app.pixel.infra.releases.PlatformReleases;
import app.pixel.infra.releases.ReleaseSettings;
import app.pixel.infra.settings.Cidr;
import app.pixel.infra.settings.InvalidSettings;
import app.pixel.infra.settings.Settings;
import com.google.gson.Gson;
import com.pulumi.core.Output;
import com.pulumi.kubernetes.Provider;
import com.pulumi.kubernetes.ProviderArgs;
import com.pulumi.resources.ComponentResourceOptions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** Releases and workloads of a stack: the defaults of {@code Pulumi.yaml} and a few settings of the test's own. */
public final class PlatformFixture {

    /** A word in every secret of the tests' stacks, so that a test can look for it where it must not be. */
    public static final String SECRET_WORD = "hush-hush";

    private static final Set<String> SECRETS = Set.of(
            "pixel:registryToken",
            "pixel:streamRegistryToken",
            "pixel:lobbyUrl",
            "pixel:podProxyUsers",
            "pixel:alertReceivers");

    private static final Cidr LOAD_BALANCERS = Cidr.of("10.26.16.0/22");
    private static final Cidr WORKERS = Cidr.of("10.26.12.0/22");
    private static final Cidr PODS = Cidr.of("10.244.0.0/16");
    private static final Cidr TURN = Cidr.of("10.26.11.0/24");

    static final ClusterNetwork OKE_NETWORK = new ClusterNetwork(PODS, Optional.of(WORKERS), Optional.of(TURN));

    private PlatformFixture() {}

    public static RecordedStack onOke(Map<String, String> settings) {
        return stack(settings, true, "");
    }

    /** With another value of one secret. */
    static RecordedStack onOke(Map<String, String> settings, String rotated) {
        return stack(settings, true, rotated);
    }

    public static RecordedStack onExistingCluster(Map<String, String> settings) {
        return stack(settings, false, "");
    }

    /** The sentences that refuse the stack's settings; none when they are accepted. */
    public static List<String> refusals(Map<String, String> own) {
        return refusals(settings(own));
    }

    private static List<String> refusals(Settings settings) {
        try {
            settings.section(ReleaseSettings::from);
            settings.section(WorkloadSettings::from);
            settings.finish();
            return List.of();
        } catch (InvalidSettings refused) {
            return refused.sentences();
        }
    }

    /** The same with every setting in plain text. */
    static List<String> refusalsInPlainText(Map<String, String> own) {
        return refusals(settings(own, Set.of()));
    }

    static WorkloadSettings workloadSettings(Map<String, String> own) {
        return settings(own).section(WorkloadSettings::from).orElseThrow();
    }

    private static RecordedStack stack(Map<String, String> own, boolean onOke, String rotated) {
        Settings settings = settings(own);
        ReleaseSettings releaseSettings =
                settings.section(ReleaseSettings::from).orElseThrow(() -> new AssertionError(refusals(own)));
        WorkloadSettings workloadSettings =
                settings.section(WorkloadSettings::from).orElseThrow(() -> new AssertionError(refusals(own)));
        settings.finish();
        return RecordedStack.of(context -> {
            RunningCluster cluster = new RunningCluster(
                    new Provider("cluster", ProviderArgs.Empty), onOke ? Optional.of(oke()) : Optional.empty());
            PlatformReleases releases = new PlatformReleases(
                    "releases",
                    releaseSettings,
                    cluster,
                    Output.ofSecret(SECRET_WORD + "-grafana"),
                    ComponentResourceOptions.Empty);
            new Workloads(
                    "workloads",
                    workloadSettings,
                    onOke ? OKE_NETWORK : new ClusterNetwork(PODS, Optional.empty(), Optional.empty()),
                    cluster,
                    releases,
                    new PlatformSecrets(
                            secret("turn-secret", rotated),
                            secret("turn-caller", rotated),
                            secret("session", rotated),
                            secret("lobby", rotated)),
                    ComponentResourceOptions.Empty);
        });
    }

    private static Output<String> secret(String name, String rotated) {
        return Output.ofSecret(SECRET_WORD + "-" + name + (name.equals(rotated) ? "-rotated" : ""));
    }

    private static RunningCluster.Oke oke() {
        return new RunningCluster.Oke(
                "eu-frankfurt-1",
                Output.of("ocid1.cluster.test"),
                "v1.34.2",
                List.of(
                        new AutoscaledPool(Output.of("ocid1.nodepool.default"), false, 3, 10),
                        new AutoscaledPool(Output.of("ocid1.nodepool.gpu"), true, 1, 4)),
                List.of(),
                List.of(),
                new Network.Place(
                        LOAD_BALANCERS, Output.of("ocid1.subnet.lb"), Output.of("ocid1.networksecuritygroup.lb")),
                Optional.of(Output.of("203.0.113.80")),
                Map.of());
    }

    private static Settings settings(Map<String, String> own) {
        return settings(own, SECRETS);
    }

    private static Settings settings(Map<String, String> own, Set<String> secrets) {
        Map<String, String> configuration = new HashMap<>(DEFAULTS);
        configuration.put("pixel:streamImageRepository", "fra.ocir.io/tenancy/game");
        own.forEach((key, value) -> configuration.put("pixel:" + key, value));
        return Settings.of("pixel", configuration, secrets);
    }

    /** Settings of other sections would be refused as unknown, as no section reads them here. */
    private static final Set<String> OURS = Set.of(
            "podsCidr",
            "servicesCidr",
            "enforcePolicies",
            "streamerTokens",
            "releases",
            "acmeEmail",
            "storageClass",
            "edgeService",
            "kubeletInsecureTls",
            "alertReceivers",
            "gpuSharing",
            "gpuSlices",
            "host",
            "pathPrefix",
            "tls",
            "embedOrigins",
            "clientRequestsPerSecond",
            "clientConnections",
            "allowedOrigins",
            "requireOrigin",
            "streamsPerVisitor",
            "streamsPerAddress",
            "socketsPerSecond",
            "waitingMaximum",
            "signIn",
            "namespace",
            "imageRepository",
            "imageTag",
            "registryServer",
            "registryUser",
            "registryToken",
            "streamRegistryServer",
            "streamRegistryUser",
            "streamRegistryToken",
            "matchmakers",
            "lobby",
            "lobbyUrl",
            "podProxy",
            "podProxyPrefix",
            "podProxyUsers",
            "streamer",
            "streamImageRepository",
            "streamImageTag",
            "engine",
            "resolutionWidth",
            "resolutionHeight",
            "streamArguments",
            "controlActions",
            "restPort",
            "streamsMinimum",
            "streamsMaximum",
            "streamDemand",
            "playersEach",
            "sessionGrace",
            "sessionLease",
            "afterSession",
            "afterSessionAction",
            "streamCpu",
            "streamMemory",
            "streamCpuLimit",
            "streamMemoryLimit",
            "turn",
            "turnOnly",
            "turnTtl",
            "turnMaximum",
            "turnAllocationsEach",
            "turnUserQuota",
            "turnBytesPerSecondEach");

    /** The settings of the two sections under test, as the engine hands them over. */
    private static final Map<String, String> DEFAULTS = defaults();

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new HashMap<>();
        try (Reader file = Files.newBufferedReader(Path.of("..", "Pulumi.yaml"))) {
            Map<String, Map<String, Map<String, Object>>> project = new Yaml().load(file);
            Objects.requireNonNull(project.get("config")).forEach((key, declared) -> {
                if (declared.get("default") != null && ours(key)) {
                    defaults.put("pixel:" + key, text(declared.get("default")));
                }
            });
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return defaults;
    }

    private static boolean ours(String key) {
        return OURS.contains(key);
    }

    private static String text(Object value) {
        return value instanceof List<?> || value instanceof Map<?, ?>
                ? new Gson().toJson(value)
                : String.valueOf(value);
    }
}
