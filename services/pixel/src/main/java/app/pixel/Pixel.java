// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import app.pixel.matchmaker.MatchmakerCommand;
import app.pixel.player.PlayerCommand;
import app.pixel.podproxy.PodProxyCommand;
import app.pixel.signalling.SignallingCommand;
import app.pixel.turn.TurnCredentialsCommand;
import app.pixel.web.EnvironmentDefaults;
import app.pixel.web.Service;
import app.pixel.web.ServiceCommand;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The program: {@code pixel SERVICE [flags]}.
 *
 * <p>Exit codes: 0 after help or a clean stop, 1 when the service could not start, 2 when the command line makes no
 * sense.
 */
@Command(
        name = "pixel",
        description = "Streams Unreal Engine applications to browsers.",
        synopsisSubcommandLabel = "SERVICE",
        mixinStandardHelpOptions = true)
public final class Pixel {

    private static final Logger log = LoggerFactory.getLogger(Pixel.class);

    /** Every service, in the order of the help text. */
    private static final List<Supplier<ServiceCommand>> SERVICES = List.of(
            SignallingCommand::new,
            MatchmakerCommand::new,
            TurnCredentialsCommand::new,
            PodProxyCommand::new,
            PlayerCommand::new);

    private Pixel() {}

    public static void main(String[] arguments) {
        CommandLine commandLine = commandLine(System.getenv());
        try {
            Optional<ServiceCommand> command = chosen(commandLine, arguments);
            if (command.isEmpty()) {
                return;
            }
            run(command.get());
        } catch (ParameterException refused) {
            refuse(refused);
            System.exit(CommandLine.ExitCode.USAGE);
        } catch (IllegalArgumentException senseless) {
            commandLine.getErr().println(senseless.getMessage());
            System.exit(CommandLine.ExitCode.USAGE);
        }
    }

    /**
     * The command that a command line asks for, exactly as a container's arguments would be read.
     *
     * @throws ParameterException when it asks for none, or an option is unknown or makes no sense
     */
    public static ServiceCommand parse(Map<String, String> environment, String... arguments) {
        CommandLine commandLine = commandLine(environment);
        return chosen(commandLine, arguments)
                .orElseThrow(() -> new ParameterException(commandLine, "This asks for help, not for a service."));
    }

    private static CommandLine commandLine(Map<String, String> environment) {
        CommandLine commandLine = new CommandLine(new Pixel());
        SERVICES.forEach(service -> commandLine.addSubcommand(service.get()));
        return commandLine.setDefaultValueProvider(new EnvironmentDefaults(environment));
    }

    private static Optional<ServiceCommand> chosen(CommandLine commandLine, String... arguments) {
        ParseResult parsed = commandLine.parseArgs(arguments);
        if (CommandLine.printHelpIfRequested(parsed)) {
            return Optional.empty();
        }
        if (!parsed.hasSubcommand()) {
            throw new ParameterException(
                    commandLine,
                    "Name a service: "
                            + String.join(", ", commandLine.getSubcommands().keySet()) + ".");
        }
        return Optional.of((ServiceCommand) parsed.subcommand().commandSpec().userObject());
    }

    private static void run(ServiceCommand command) {
        Service service = command.service();
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(service)
                .onSuccess(deployment -> {
                    stopOnSignal(vertx, deployment, command);
                    announce(service);
                })
                .onFailure(failure -> {
                    log.atError().setCause(failure).log("could not start");
                    Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
                });
    }

    /** Prints one line on standard output, for people and for a parent process that asked for port 0. */
    private static void announce(Service service) {
        String ports = service.ports().entrySet().stream()
                .map(port -> port.getKey() + "=" + port.getValue())
                .collect(Collectors.joining(" "));
        System.out.println("ready " + ports);
    }

    private static void stopOnSignal(Vertx vertx, String deployment, ServiceCommand command) {
        Thread hook = new Thread(
                () -> {
                    try {
                        vertx.undeploy(deployment).await(command.gracePeriod().toMillis(), TimeUnit.MILLISECONDS);
                        vertx.close().await(5, TimeUnit.SECONDS);
                    } catch (TimeoutException late) {
                        log.atWarn()
                                .addKeyValue("gracePeriod", command.gracePeriod())
                                .log("stopped while peers were still connected");
                    }
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void refuse(ParameterException refused) {
        PrintWriter err = refused.getCommandLine().getErr();
        err.println(refused.getMessage());
        err.println();
        refused.getCommandLine().usage(err);
    }
}
