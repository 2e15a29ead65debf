// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Which minor version of Kubernetes, such as {@code v1.34}, each of the places that pin one names. */
enum KubernetesMinor {
    OF_THE_STACKS(Path.of("..", "Pulumi.yaml"), "kubernetesVersion:\\s+type: string\\s+default: (v1\\.\\d+)"),
    OF_THE_TOOLS(Path.of("cluster-tools", "kubernetes", "go.mod"), "\\sk8s\\.io/kubernetes (v1\\.\\d+)");

    private final Path file;
    private final Pattern pattern;

    KubernetesMinor(Path file, String pattern) {
        this.file = file;
        this.pattern = Pattern.compile(pattern);
    }

    String read() throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
