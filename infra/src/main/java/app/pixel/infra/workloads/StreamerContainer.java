// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Pods;
import app.pixel.infra.objects.ServiceContainer;
import app.pixel.infra.objects.Size;
import app.pixel.infra.releases.GpuSharing;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarArgs;
import com.pulumi.kubernetes.core.v1.inputs.ExecActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.LifecycleArgs;
import com.pulumi.kubernetes.core.v1.inputs.LifecycleHandlerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The container that draws the picture: the Unreal application, or the lab's simulation of one.
 *
 * <p>The kubelet stops both containers of a pod at the same time, and Unreal would end at once, in the middle of
 * every session. So its preStop hook waits until the sidecar's operations port is closed. The sidecar closes that
 * port last, after its last player left or the grace was over.
 *
 * <p>(A sidecar in the Kubernetes sense, an init container that restarts, would be ordered the other way round:
 * stopped after the others. Here the sidecar must go first.)
 */
final class StreamerContainer {

    private static final String SIGNALLING_URL = "ws://localhost:" + StreamWorkload.STREAMER_PORT;

    /** bash opens the port by itself, so that the image needs no tool for it. */
    private static final String WAIT_FOR_SIDECAR = "while (exec 3<>/dev/tcp/127.0.0.1/%d) 2>/dev/null; do sleep 1; done"
            .formatted(ServiceContainer.OPERATIONS_PORT);

    /** In the pod's table of sockets, a remote port of the streamers' (in hexadecimal), and 01: established. */
    private static final String CONNECTED =
            "grep -q ':%04X 01 ' /proc/net/tcp /proc/net/tcp6".formatted(StreamWorkload.STREAMER_PORT);

    private StreamerContainer() {}

    static ContainerArgs container(StreamSettings stream, GpuSharing gpuSharing) {
        ContainerArgs.Builder container = ContainerArgs.builder()
                .name("streamer")
                .image(stream.image())
                .imagePullPolicy("IfNotPresent")
                .args(arguments(stream))
                .resources(size(stream.size(), gpuSharing).resources())
                .securityContext(Pods.containerSecurity())
                .volumeMounts(Pods.scratchMount())
                .lifecycle(LifecycleArgs.builder()
                        .preStop(LifecycleHandlerArgs.builder()
                                .exec(ExecActionArgs.builder()
                                        .command("/bin/bash", "-c", WAIT_FOR_SIDECAR)
                                        .build())
                                .build())
                        .build())
                .startupProbe(connected(5, 180))
                .livenessProbe(connected(20, 6));
        List<EnvVarArgs> environment = environment(stream, gpuSharing);
        // Pulumi's provider drops an empty list, and the program declares what the provider then keeps.
        if (!environment.isEmpty()) {
            container.env(environment);
        }
        return stream.kind() == StreamSettings.Kind.UNREAL
                ? container
                        .ports(ContainerPortArgs.builder()
                                .name("rest")
                                .containerPort(stream.restPort())
                                .build())
                        .build()
                : container.build();
    }

    /**
     * Unreal takes the first of two arguments with one name: the port comes before the stack's own arguments, and
     * those come before the engine's. The window's size and the signalling server are environment: the entry point of
     * the image gives them to each engine in its form.
     */
    private static List<String> arguments(StreamSettings stream) {
        return switch (stream.kind()) {
            case SIMULATED -> {
                List<String> arguments = new ArrayList<>(List.of(
                        "streamer",
                        "--signalling-url",
                        SIGNALLING_URL,
                        "--engine",
                        stream.engine().protocol(),
                        "--size",
                        stream.width() + "x" + stream.height()));
                if (stream.usesRest()) {
                    arguments.addAll(List.of("--rest-port", String.valueOf(stream.restPort())));
                }
                yield arguments;
            }
            case UNREAL -> {
                List<String> arguments = new ArrayList<>(List.of("-RestApiPort=" + stream.restPort()));
                arguments.addAll(stream.arguments());
                arguments.addAll(stream.engine().arguments());
                yield arguments;
            }
        };
    }

    private static List<EnvVarArgs> environment(StreamSettings stream, GpuSharing gpuSharing) {
        List<EnvVarArgs> environment = new ArrayList<>();
        if (stream.kind() == StreamSettings.Kind.UNREAL) {
            environment.add(variable("RES_X", String.valueOf(stream.width())));
            environment.add(variable("RES_Y", String.valueOf(stream.height())));
            environment.add(variable("ENGINE", stream.engine().word()));
            environment.add(variable("SIGNALLING_URL", SIGNALLING_URL));
            if (stream.cleaning().restarts()) {
                environment.add(variable("RESTART_FILE", WorldCleaning.RESTART_FILE));
            }
        }
        if (gpuSharing.usesGpus()) {
            // Vulkan and the video encoder, beside the capabilities that the container runtime gives by itself.
            environment.add(variable("NVIDIA_DRIVER_CAPABILITIES", "all"));
        }
        if (gpuSharing instanceof GpuSharing.Shared) {
            // The device plugin gives out no GPU in this mode, so the runtime is told to show all of them.
            environment.add(variable("NVIDIA_VISIBLE_DEVICES", "all"));
        }
        return environment;
    }

    private static Size size(Size size, GpuSharing gpuSharing) {
        return switch (gpuSharing) {
            case GpuSharing.Exclusive _, GpuSharing.TimeSlicing _ ->
                new Size(size.cpu(), size.memory(), size.cpuLimit(), size.memoryLimit(), Map.of("nvidia.com/gpu", "1"));
            case GpuSharing.None _, GpuSharing.Shared _ -> size;
        };
    }

    private static EnvVarArgs variable(String name, String value) {
        return EnvVarArgs.builder().name(name).value(value).build();
    }

    /**
     * Tests that the streamer has an open connection to its signalling server. A streamer without one for minutes
     * hangs, or is an old engine that never tries again. The kubelet then restarts it within half a minute and waits
     * for no player.
     */
    private static ProbeArgs connected(int periodSeconds, int failures) {
        return ProbeArgs.builder()
                .exec(ExecActionArgs.builder()
                        .command("/bin/bash", "-c", CONNECTED)
                        .build())
                .periodSeconds(periodSeconds)
                .timeoutSeconds(5)
                .failureThreshold(failures)
                .terminationGracePeriodSeconds(30)
                .build();
    }
}
