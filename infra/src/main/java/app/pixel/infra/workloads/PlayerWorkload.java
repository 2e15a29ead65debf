// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.ServiceContainer;
import app.pixel.infra.objects.ServiceDeployment;
import app.pixel.infra.objects.Size;
import com.pulumi.resources.ComponentResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The page that visitors open. */
final class PlayerWorkload extends ComponentResource {

    static final String NAME = "player";
    static final String WEB = "web";
    static final int WEB_PORT = 8080;

    PlayerWorkload(Scope around, WorkloadSettings settings) {
        super("pixel:workloads:PlayerPage", NAME, around.component());
        new ServiceDeployment(around.under(this), container(settings.edge()), settings.image())
                .create(OptionalInt.of(2), false, Map.of());
        registerOutputs(Map.of());
    }

    static ServiceContainer container(EdgeSettings edge) {
        List<String> flags = new ArrayList<>(List.of("--port", String.valueOf(WEB_PORT)));
        if (!edge.pathPrefix().isEmpty()) {
            flags.addAll(List.of("--path-prefix", edge.pathPrefix()));
        }
        if (!edge.embedOrigins().isEmpty()) {
            flags.addAll(List.of("--embed-origins", String.join(",", edge.embedOrigins())));
        }
        return new ServiceContainer(NAME, flags, Map.of(WEB, WEB_PORT), new Size("50m", "128Mi", "500m", "256Mi"));
    }
}
