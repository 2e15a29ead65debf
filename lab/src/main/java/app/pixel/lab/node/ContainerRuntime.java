// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import app.pixel.lab.process.BriefCommand;
import app.pixel.lab.process.LeashedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A containerd of the node's own, with images from archives and pods on a bridge. */
final class ContainerRuntime {

    private static final String SOCKET = "/run/containerd/containerd.sock";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private ContainerRuntime() {}

    /** Starts it; back when it has every image of the folder. */
    static LeashedProcess start(NodeSpace space, Path images) {
        LeashedProcess process = LeashedProcess.start(
                "containerd", space.directory("logs"), List.of("containerd", "--config=" + config(space)));
        process.await(() -> ctr("version").status() == 0);
        archives(images).forEach(ContainerRuntime::load);
        return process;
    }

    private static Path config(NodeSpace space) {
        space.write("cni/10-pods.conflist", """
                {"cniVersion": "1.0.0", "name": "pods", "plugins": [
                  {"type": "bridge", "bridge": "pods0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
                   "ipam": {"type": "host-local", "dataDir": "%s", "ranges": [[{"subnet": "%s"}]],
                            "routes": [{"dst": "0.0.0.0/0"}]}},
                  {"type": "portmap", "capabilities": {"portMappings": true}}]}
                """.formatted(space.file("addresses"), NodeNetwork.PODS));
        // Without SYS_RESOURCE, a container must not have a lower score than the runtime itself.
        return space.write("containerd.toml", """
                version = 2
                root = "%s"
                state = "/run/containerd/state"
                [grpc]
                address = "%s"
                [plugins."io.containerd.grpc.v1.cri"]
                restrict_oom_score_adj = true
                sandbox_image = "lab.pixel.app/pause:1"
                [plugins."io.containerd.grpc.v1.cri".cni]
                bin_dir = "/usr/lib/cni"
                conf_dir = "%s"
                """.formatted(space.directory("containerd"), SOCKET, space.file("cni")));
    }

    private static List<Path> archives(Path images) {
        try (Stream<Path> files = Files.list(images)) {
            return files.filter(file -> file.toString().endsWith(".tar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void load(Path archive) {
        BriefCommand.Result result = ctr("images", "import", archive.toString());
        if (result.status() != 0) {
            throw new IllegalStateException("%s could not be imported: %s".formatted(archive, result.output()));
        }
    }

    private static BriefCommand.Result ctr(String... words) {
        var command = new ArrayList<>(List.of("ctr", "--address=" + SOCKET, "--namespace=k8s.io"));
        command.addAll(Arrays.asList(words));
        return BriefCommand.run(LIMIT, command);
    }

    /** The address for the kubelet. */
    static String endpoint() {
        return "unix://" + SOCKET;
    }
}
