// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.images;

import app.pixel.lab.process.LeashedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An image's entry point as a restricted pod starts it: its files are its root, which is read-only, and its user has no
 * capability. The kernel ends it with the process that made its namespaces. Its network is the machine's.
 */
final class ImageProcess implements AutoCloseable {

    /** Arguments: root, scratch folder or nothing, user, command. */
    private static final String CONFINE = """
            set -e
            root=$1 scratch=$2 user=$3
            shift 3
            mount --make-rprivate /
            mount --bind "$root" "$root"
            mount -o remount,bind,ro "$root"
            mount -t proc proc "$root/proc"
            mount --rbind /dev "$root/dev"
            [ -z "$scratch" ] || mount -t tmpfs scratch "$root$scratch"
            exec chroot --userspec="$user" "$root" env -i "$@"
            """;

    private final LeashedProcess process;

    private ImageProcess(LeashedProcess process) {
        this.process = process;
    }

    /**
     * Starts the entry point with arguments.
     *
     * @param scratch the one folder where it may write; nothing for none
     * @param environment on top of the image's own, as {@code NAME=value}
     */
    static ImageProcess start(
            ImageArchive image, Path folder, String scratch, List<String> environment, List<String> arguments) {
        var command = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--kill-child=KILL"));
        command.addAll(List.of("sh", "-c", CONFINE, "confine", image.root().toString(), scratch));
        command.add(image.config().getString("User"));
        command.addAll(image.words("Env"));
        command.addAll(environment);
        command.addAll(image.words("Entrypoint"));
        command.addAll(arguments);
        return new ImageProcess(LeashedProcess.start(arguments.getFirst(), folder, command));
    }

    /** Waits for a line that begins like this, and gives the whole of it. */
    String line(String start) {
        return await(line -> line.startsWith(start));
    }

    /** Waits for a line, and gives it. */
    String await(Predicate<String> wanted) {
        process.await(() -> find(wanted).isPresent());
        return find(wanted).orElseThrow();
    }

    private Optional<String> find(Predicate<String> wanted) {
        return process.printed().stream().filter(wanted).findFirst();
    }

    List<String> printed() {
        return process.printed();
    }

    @Override
    public void close() {
        process.close();
    }
}
