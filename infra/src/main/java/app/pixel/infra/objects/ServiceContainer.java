// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.HTTPGetActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecretKeySelectorArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The container of one of our services. Its subcommand and flags are the arguments; its operations port answers the
 * probes. Secrets come as environment variables or files. A test reads every one with the real command line.
 *
 * @param flags without {@code --operations-port}
 * @param ports by the names that Services and policies use, without the operations port
 * @param variables environment in plain text
 * @param secretEnvironment the variable's name to the Secret that has it
 * @param secretFiles Secrets that are mounted, each in its own folder
 */
public record ServiceContainer(
        String service,
        List<String> flags,
        Map<String, Integer> ports,
        Map<String, String> variables,
        Map<String, SecretKey> secretEnvironment,
        List<String> secretFiles,
        Size size) {

    public static final String OPERATIONS = "operations";
    public static final int OPERATIONS_PORT = 9000;

    /** One entry of a Secret. */
    public record SecretKey(String secret, String key) {}

    public ServiceContainer {
        flags = List.copyOf(flags);
        ports = Map.copyOf(ports);
        variables = Map.copyOf(variables);
        secretEnvironment = Map.copyOf(secretEnvironment);
        secretFiles = List.copyOf(secretFiles);
    }

    public ServiceContainer(String service, List<String> flags, Map<String, Integer> ports, Size size) {
        this(service, flags, ports, Map.of(), Map.of(), List.of(), size);
    }

    public ServiceContainer withSecretFiles(String... secrets) {
        return new ServiceContainer(service, flags, ports, variables, secretEnvironment, List.of(secrets), size);
    }

    public ServiceContainer withVariables(Map<String, String> plain) {
        return new ServiceContainer(service, flags, ports, plain, secretEnvironment, secretFiles, size);
    }

    public ServiceContainer withSecretEnvironment(Map<String, SecretKey> secrets) {
        return new ServiceContainer(service, flags, ports, variables, secrets, secretFiles, size);
    }

    public ContainerArgs container(String image) {
        ContainerArgs.Builder container = ContainerArgs.builder();
        List<EnvVarArgs> environment = environment();
        // Pulumi's provider drops an empty list, and the program declares what the provider then keeps.
        if (!environment.isEmpty()) {
            container.env(environment);
        }
        return container
                .name(service)
                .image(image)
                .imagePullPolicy("IfNotPresent")
                .args(arguments())
                .ports(containerPorts())
                .resources(size.resources())
                .securityContext(Pods.containerSecurity())
                .volumeMounts(mounts())
                // A busy node may take half a minute to start it; afterwards the two others decide.
                .startupProbe(probe("/healthz", 1, 30))
                .livenessProbe(probe("/healthz", 10, 3))
                .readinessProbe(probe("/readyz", 2, 2))
                .build();
    }

    private List<String> arguments() {
        return Stream.of(List.of(service), flags, List.of("--operations-port", String.valueOf(OPERATIONS_PORT)))
                .flatMap(List::stream)
                .toList();
    }

    private List<EnvVarArgs> environment() {
        List<EnvVarArgs> environment = new ArrayList<>(secretVariables());
        new TreeMap<>(variables)
                .forEach((name, value) -> environment.add(
                        EnvVarArgs.builder().name(name).value(value).build()));
        return environment;
    }

    private List<EnvVarArgs> secretVariables() {
        return new TreeMap<>(secretEnvironment)
                .entrySet().stream()
                        .map(variable -> EnvVarArgs.builder()
                                .name(variable.getKey())
                                .valueFrom(EnvVarSourceArgs.builder()
                                        .secretKeyRef(SecretKeySelectorArgs.builder()
                                                .name(variable.getValue().secret())
                                                .key(variable.getValue().key())
                                                .build())
                                        .build())
                                .build())
                        .toList();
    }

    private List<ContainerPortArgs> containerPorts() {
        Map<String, Integer> all = new TreeMap<>(ports);
        all.put(OPERATIONS, OPERATIONS_PORT);
        return all.entrySet().stream()
                .map(port -> ContainerPortArgs.builder()
                        .name(port.getKey())
                        .containerPort(port.getValue())
                        .build())
                .toList();
    }

    private List<VolumeMountArgs> mounts() {
        List<VolumeMountArgs> mounts = new ArrayList<>();
        mounts.add(Pods.scratchMount());
        secretFiles.stream().map(Pods::secretMount).forEach(mounts::add);
        return mounts;
    }

    private static ProbeArgs probe(String path, int periodSeconds, int failures) {
        return ProbeArgs.builder()
                .httpGet(HTTPGetActionArgs.builder().path(path).port(OPERATIONS).build())
                .periodSeconds(periodSeconds)
                .timeoutSeconds(2)
                .failureThreshold(failures)
                .build();
    }
}
