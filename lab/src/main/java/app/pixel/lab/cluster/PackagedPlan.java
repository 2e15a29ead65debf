// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import app.pixel.lab.process.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The program behind {@code ./pixel plan}, from the packaged jar in infra/target. */
public final class PackagedPlan {

    private PackagedPlan() {}

    /**
     * Plans a stack, and returns its resources as the JSON that {@code ./pixel plan STACK --json} prints.
     *
     * @param root of the repository
     * @param project the folder with Pulumi.yaml and the stack's file
     * @throws IllegalStateException when the program refuses the stack; its reason is on standard error
     */
    public static String json(Path root, Path project, String stack) throws IOException {
        Process plan = new ProcessBuilder(
                        JavaProgram.launcher(),
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        root.resolve("infra/target/infra.jar")
                                .toAbsolutePath()
                                .normalize()
                                .toString(),
                        "app.pixel.infra.plan.Plan",
                        stack,
                        "--json")
                .directory(project.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(plan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (plan.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(
                    "The stack %s cannot be planned. Its reason is printed above.".formatted(stack));
        }
        return printed;
    }
}
