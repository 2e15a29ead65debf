// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.Map;
import java.util.TreeMap;

/**
 * The platform as a component of another Pulumi program in Java: the network, the cluster, its services and the
 * workloads, all below this resource. {@code examples/library} uses it.
 *
 * <p>A program has at most one in a stack, because the objects in the cluster have fixed names. Its {@code main} must
 * set {@code java.util.concurrent.ForkJoinPool.common.parallelism} to 4 before anything else, as {@link App} does.
 */
public final class PixelStreaming extends ComponentResource {
    private final Map<String, Output<String>> outputs;

    /**
     * Declares the platform.
     *
     * @param name the first part of the names of resources in the cloud
     * @throws app.pixel.infra.settings.InvalidSettings with one sentence for each setting that is not allowed
     */
    public PixelStreaming(String name, PixelStreamingArgs args, ComponentResourceOptions options) {
        super("pixel:index:PixelStreaming", name, options);
        var below = ComponentResourceOptions.builder().parent(this).build();
        this.outputs = new TreeMap<>(new PlatformParts(name, args.config(), below).outputs());
        registerOutputs(new TreeMap<String, Output<?>>(outputs));
    }

    /**
     * Everything that another part of the program asks for, by the names of {@code pulumi stack output}: {@code url},
     * {@code namespace}, and on OKE {@code clusterId}, {@code kubeconfig}, {@code vcnId}, {@code edgeAddress} and more.
     */
    public Map<String, Output<String>> outputs() {
        return Map.copyOf(outputs);
    }

    /**
     * One of the outputs.
     *
     * @throws IllegalArgumentException where these arguments make no such output
     */
    public Output<String> output(String name) {
        Output<String> output = outputs.get(name);
        if (output == null) {
            throw new IllegalArgumentException(
                    "The platform has no output \"%s\", but has %s.".formatted(name, outputs.keySet()));
        }
        return output;
    }
}
