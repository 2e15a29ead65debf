// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PlanTest {
    private static final Path ROOT = Path.of("..");

    private record Printed(int exitCode, String out, String err) {}

    private static Printed plan(Path root, String... arguments) throws IOException, InterruptedException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = Plan.run(root, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
        return new Printed(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void a_tree_says_what_a_reviewer_looks_for_without_secrets() throws Exception {
        var tree = plan(ROOT, "prod");
        assertThat(tree.err()).isEmpty();
        assertThat(tree.exitCode()).isZero();
        assertThat(tree.out())
                .startsWith("pulumi:pulumi:Stack pixel-prod\n")
                .contains(
                        "    oci:Core:Vcn pixel-prod  protected  10.26.0.0/16\n",
                        "    oci:Core:Subnet pixel-prod-turn  10.26.11.0/24  public  routes pixel-prod-public\n",
                        " pixel-prod-world-to-turn-udp-3478-ingress"
                                + "  pixel-prod-turn lets in UDP 3478 from 0.0.0.0/0: STUN and TURN\n",
                        "NodePool pixel-prod-gpu  0 of BM.GPU.A10.4  boot volume 200 GB"
                                + "  image Oracle-Linux-8.10-Gen2-GPU-",
                        "NodePool pixel-prod-turn  2 of VM.Standard.E4.Flex  4 OCPU, 64 GB  boot volume 50 GB",
                        "  label app.pixel/turn=true,"
                                + " label node.kubernetes.io/exclude-from-external-load-balancers=true"
                                + "  taint app.pixel/turn=true:NoSchedule\n",
                        "    pulumi:index:Stash pixel-prod-gpu-image-v1.34.2"
                                + "  chosen once and kept: Oracle-Linux-8.10-Gen2-GPU-",
                        "pulumi:index:Stash turn-secret  made up once and kept, encrypted\n",
                        "      · pixel-prod-gpu from 1 to 4 nodes\n",
                        "Release traefik  chart traefik 41.3.0  from https://traefik.github.io/charts  into traefik\n",
                        "Namespace pixel  pod security restricted\n",
                        "StatefulSet lobby  in pixel  1 pod  a volume of 50Gi\n",
                        "        · streamer: iad.ocir.io/yours/unreal:1.0.0  ports 8111  from cpu 3750m, memory 8Gi,"
                                + " nvidia.com/gpu 1 to cpu 8, memory 16Gi, nvidia.com/gpu 1\n",
                        "HorizontalPodAutoscaler stream  in pixel  1 to 10  player_stream_pool_ratio at 900m\n",
                        "        · /ws to matchmaker:players\n",
                        "        · lets in UDP 1024-65535 from 0.0.0.0/0\n",
                        ":Role matchmaker  in pixel  list, patch pods\n",
                        "ClusterRole turn-credentials  list, watch nodes\n")
                .doesNotContain("certificate-authority-data");
        assertThat(tree.out().lines().filter(line -> line.contains("PRIVILEGED")))
                .singleElement()
                .asString()
                .contains("kube-router");
        assertThat(tree.out().lines().toList().getLast()).matches("\\d+ resources");
    }

    /** The local cluster applies the objects of a plan, so a hidden value may not hide the map that it is in. */
    @Test
    void the_annotations_of_a_pod_are_a_map() throws Exception {
        JsonArray resources =
                JsonParser.parseString(plan(ROOT, "dev", "--json").out()).getAsJsonArray();
        assertThat(resources)
                .map(JsonElement::getAsJsonObject)
                .filteredOn(resource -> resource.get("type").getAsString().matches("kubernetes:apps/.*"))
                .isNotEmpty()
                .map(resource -> resource.getAsJsonObject("inputs")
                        .getAsJsonObject("spec")
                        .getAsJsonObject("template")
                        .getAsJsonObject("metadata"))
                .filteredOn(metadata -> metadata.has("annotations"))
                .isNotEmpty()
                .allSatisfy(metadata ->
                        assertThat(metadata.get("annotations").isJsonObject()).isTrue());
    }

    @Test
    void two_plans_of_one_stack_are_the_same_bytes() throws Exception {
        assertThat(plan(ROOT, "dev", "--json").out())
                .isEqualTo(plan(ROOT, "dev", "--json").out());
    }

    @Test
    void json_has_everything_but_secrets() throws Exception {
        JsonArray resources =
                JsonParser.parseString(plan(ROOT, "dev", "--json").out()).getAsJsonArray();
        var provider = resources.asList().stream()
                .map(resource -> resource.getAsJsonObject())
                .filter(resource -> resource.get("type").getAsString().equals("pulumi:providers:kubernetes"))
                .findFirst()
                .orElseThrow();
        assertThat(provider.getAsJsonObject("inputs").get("kubeconfig").getAsString())
                .isEqualTo("[secret]");
        assertThat(provider.get("version").getAsString()).isEqualTo("4.34.2");
        assertThat(provider.getAsJsonArray("dependencies")).isNotEmpty();
    }

    @Test
    void wrong_settings_end_it_with_their_sentences(@TempDir Path root) throws Exception {
        Files.copy(ROOT.resolve("Pulumi.yaml"), root.resolve("Pulumi.yaml"));
        Files.writeString(root.resolve("Pulumi.mine.yaml"), """
                config:
                  pixel:cluster: existing
                  pixel:namespace: Not a name
                  pixel:streamsMinimum: -1
                """);
        var refused = plan(root, "mine");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains("pixel:namespace is \"Not a name\", but must be ")
                .contains("pixel:streamsMinimum is \"-1\", but must be a whole number from 1 to ")
                .doesNotContain("Exception");
    }

    @Test
    void a_plan_stands_a_word_in_for_each_encrypted_value(@TempDir Path root) throws Exception {
        Files.copy(ROOT.resolve("Pulumi.yaml"), root.resolve("Pulumi.yaml"));
        Files.writeString(root.resolve("Pulumi.mine.yaml"), """
                config:
                  pixel:lobbyUrl:
                    secure: v1:abcdefgh
                  pixel:office: [{secure: v1:x}, plain]
                """);
        var files = StackFiles.read(root, "mine");
        assertThat(files.secretKeys()).containsExactlyInAnyOrder("pixel:lobbyUrl", "pixel:office");
        assertThat(files.values()).containsEntry("pixel:lobbyUrl", StackFiles.UNDISCLOSED);
        assertThat(files.values()).containsEntry("pixel:office", "[\"" + StackFiles.UNDISCLOSED + "\",\"plain\"]");
        assertThat(files.values()).containsEntry("pixel:vcnCidr", "10.26.0.0/16");
    }

    @Test
    void a_missing_stack_or_a_wrong_argument_is_told() throws Exception {
        var missing = plan(ROOT, "staging");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).isEqualTo("There is no stack \"staging\": Pulumi.staging.yaml does not exist.\n");
        var unknown = plan(ROOT, "dev", "--verbose");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("pixel plan: unknown argument '--verbose'.\nUsage: ./pixel plan");
        assertThat(plan(ROOT, "--help").out()).startsWith("Usage: ./pixel plan [stack] [--json]");
    }
}
