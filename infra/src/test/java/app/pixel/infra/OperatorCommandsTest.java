// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.releases.Chart;
import app.pixel.infra.settings.Settings;
import app.pixel.infra.workloads.ChartFacts;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The commands of the guides for operators, against the objects, settings and charts that they name. */
class OperatorCommandsTest {

    private static final Path ROOT = Path.of("..");
    private static final String GUIDE = "infra/README.md";
    private static final ChartFacts FACTS = ChartFacts.read();
    private static final Pattern FORWARD =
            Pattern.compile("kubectl -n (\\S+) port-forward (service|deployment)/(\\S+) \\d+:(\\d+)");
    private static final Pattern SECRET =
            Pattern.compile("kubectl -n (\\S+) get secret (\\S+) -o '?jsonpath='?\\{\\.data\\.(\\w+)}'");
    private static final Pattern FIGURE = Pattern.compile("kubectl get --raw \"\\$api/(\\w+)/(\\S+)/(\\w+)\"");
    private static final Pattern SETTING = Pattern.compile(
            "pulumi config set (?:--secret |--path )*'?pixel:(\\w+)((?:[.\\w\\[\\]-])*)'?(?: +(\\S+))?");

    private static RecordedStack prod;

    @BeforeAll
    static void declare() {
        prod = Stacks.declared("prod", Map.of());
    }

    @Test
    void a_port_is_forwarded_from_an_object_of_a_chart_that_has_it() throws IOException {
        List<MatchResult> forwards = inAllGuides(FORWARD);

        assertThat(forwards).hasSizeGreaterThan(3);
        for (MatchResult forward : forwards) {
            JsonObject object = forwarded(forward.group(2), forward.group(3));
            assertThat(object.get("namespace").getAsString()).isEqualTo(forward.group(1));
            assertThat(ports(object)).as(forward.group()).contains(Integer.parseInt(forward.group(4)));
        }
    }

    private static JsonObject forwarded(String kind, String name) {
        String made = kind.equals("service") ? "Service" : "Deployment";
        return Arrays.stream(Chart.values())
                .flatMap(chart -> FACTS.made(chart.chartName(), made).stream())
                .filter(object -> object.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no chart makes " + kind + "/" + name));
    }

    private static List<Integer> ports(JsonObject object) {
        Stream<JsonElement> holders = object.has("containers")
                ? StreamSupport.stream(object.getAsJsonArray("containers").spliterator(), false)
                : Stream.of(object);
        return holders.flatMap(holder -> StreamSupport.stream(
                        holder.getAsJsonObject().getAsJsonArray("ports").spliterator(), false))
                .map(JsonElement::getAsJsonObject)
                .map(port ->
                        port.get(port.has("port") ? "port" : "containerPort").getAsInt())
                .toList();
    }

    @Test
    void a_secret_that_is_read_is_declared_with_that_key() throws IOException {
        List<MatchResult> reads = inAllGuides(SECRET);

        assertThat(reads).hasSize(2);
        for (MatchResult read : reads) {
            assertThat(prod.ofType("kubernetes:core/v1:Secret"))
                    .as(read.group())
                    .anyMatch(secret -> secret.namespace().equals(read.group(1))
                            && secret.text("metadata.name").equals(read.group(2))
                            && secret.input("stringData").getAsJsonObject().has(read.group(3)));
        }
    }

    @Test
    void a_figure_that_is_asked_for_is_one_of_the_adapter() throws IOException {
        Map<String, Map<String, List<Map<String, Map<String, String>>>>> values =
                new Yaml().load(Files.readString(ROOT.resolve("charts-values/prometheus-adapter.yaml")));
        Set<String> published =
                Objects.requireNonNull(
                                Objects.requireNonNull(values.get("rules")).get("custom"))
                        .stream()
                        .map(rule -> Objects.requireNonNull(rule.get("name")).get("as"))
                        .collect(Collectors.toSet());
        List<MatchResult> figures = inAllGuides(FIGURE);

        assertThat(figures).hasSize(4);
        for (MatchResult figure : figures) {
            assertThat(published).contains(figure.group(3));
            assertThat(figure.group(1).equals("pods")
                            || !services(figure.group(2)).isEmpty())
                    .as(figure.group())
                    .isTrue();
        }
    }

    private static List<Registered> services(String name) {
        return prod.ofType("kubernetes:core/v1:Service").stream()
                .filter(service -> service.text("metadata.name").equals(name))
                .toList();
    }

    @Test
    void a_setting_that_is_set_is_declared() throws IOException {
        Map<String, Object> project = new Yaml().load(Files.readString(ROOT.resolve("Pulumi.yaml")));
        Set<?> declared = ((Map<?, ?>) Objects.requireNonNull(project.get("config"))).keySet();

        assertThat(inAllGuides(SETTING).stream().map(setting -> setting.group(1)))
                .hasSizeGreaterThan(20)
                .allMatch(declared::contains);
    }

    @ParameterizedTest
    @CsvSource({"kind, NodePort", "minikube, NodePort", "k3d, LoadBalancer", "Docker Desktop, LoadBalancer"})
    void the_settings_of_a_local_cluster_make_a_demo_stack(String cluster, String edge) throws IOException {
        String section = section(cluster);
        Map<String, String> settings = new LinkedHashMap<>();
        SETTING.matcher(section).results().forEach(setting -> settings.put(setting.group(1), value(setting)));

        RecordedStack stack = Stacks.declared("demo", settings);

        assertThat(settings).containsKey("kubeContext");
        assertThat(stack.the("kubernetes:helm.sh/v3:Release", "traefik").text("values.service.spec.type"))
                .isEqualTo(edge);
        assertThat(section).contains(edge.equals("NodePort") ? "30080" : "http://localhost");
    }

    /** A path below a setting is a map with one entry. */
    private static String value(MatchResult setting) {
        String path = setting.group(2);
        return path.isEmpty() ? setting.group(3) : "{\"%s\": \"%s\"}".formatted(path.substring(1), setting.group(3));
    }

    private static String section(String cluster) throws IOException {
        String guide = read(GUIDE);
        String from = guide.substring(guide.indexOf("**" + cluster + "**"));
        int next = from.indexOf("\n**", 1);
        return next < 0 ? from.substring(0, from.indexOf("\n## ")) : from.substring(0, next);
    }

    @Test
    void the_images_that_are_loaded_are_those_of_the_demo_stack() throws IOException {
        Settings demo = Stacks.settings("demo", Map.of());
        for (String image : List.of("image", "streamImage")) {
            String loaded = demo.string(image + "Repository") + ":" + demo.string(image + "Tag");

            assertThat(read(GUIDE)).contains("minikube image load " + loaded);
            for (String tool : List.of("kind load docker-image", "k3d image import")) {
                assertThat(read(GUIDE).lines().filter(line -> line.contains(tool)))
                        .singleElement()
                        .asString()
                        .contains(" " + loaded);
            }
        }
    }

    /** Each chart whose definitions Helm leaves as they are has a command; the others have a way of their own. */
    @Test
    void the_upgrade_guide_takes_the_definitions_of_the_chart_that_is_installed() throws IOException {
        String guide = read("docs/upgrade.md");
        var shown = Pattern.compile("helm show crds (\\S+) --repo (\\S+) --version (\\S+) >(\\S+)")
                .matcher(guide)
                .results()
                .toList();

        assertThat(shown).hasSize(1);
        assertThat(shown.getFirst().group(1)).isEqualTo(Chart.TRAEFIK.chartName());
        Registered release = prod.the("kubernetes:helm.sh/v3:Release", "traefik");
        assertThat(shown.getFirst().group(2)).isEqualTo(release.text("repositoryOpts.repo"));
        assertThat(shown.getFirst().group(3)).isEqualTo(release.text("version"));
        assertThat(guide)
                .contains("kubectl apply --server-side --force-conflicts -f "
                        + shown.getFirst().group(4));
        assertThat(ofRelease("cert-manager", "values.crds.enabled")).isEqualTo("true");
        assertThat(ofRelease("kube-prometheus-stack", "values.crds.upgradeJob.enabled"))
                .isEqualTo("true");
    }

    private static String ofRelease(String chart, String path) {
        return prod.the("kubernetes:helm.sh/v3:Release", chart).input(path).getAsString();
    }

    private static List<MatchResult> inAllGuides(Pattern pattern) throws IOException {
        Stream.Builder<MatchResult> found = Stream.builder();
        for (String guide : List.of("README.md", GUIDE, "docs/upgrade.md", "unreal/README.md")) {
            pattern.matcher(read(guide)).results().forEach(found);
        }
        return found.build().toList();
    }

    private static String read(String guide) throws IOException {
        return Files.readString(ROOT.resolve(guide));
    }
}
