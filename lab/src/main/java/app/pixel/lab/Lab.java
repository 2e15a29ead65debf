// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab;

import app.pixel.lab.bench.BenchCommand;
import app.pixel.lab.local.LocalCommand;
import app.pixel.lab.local.StreamerCommand;
import app.pixel.lab.process.Exit;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code lab local}, {@code lab streamer}, {@code lab bench}. Exit codes as for {@code pixel}. */
@Command(
        name = "pixel",
        description = "Runs the platform and its simulations on one machine.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {LocalCommand.class, StreamerCommand.class, BenchCommand.class})
public final class Lab {

    private Lab() {}

    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        if (code != CommandLine.ExitCode.OK) {
            Exit.now(code);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Lab()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
