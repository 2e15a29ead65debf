// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/** The logins of registries, in every namespace that has pods. */
public final class PullSecret {
    /** Every pod names it, whether a registry asks or not. */
    public static final String NAME = "registries";

    private PullSecret() {}

    /** Makes it, if empty, and gives the scope of pods that wait for it. */
    public static Scope in(Scope scope, List<Registry> registries) {
        return scope.after(List.of(Secrets.create(
                scope,
                new Labels(NAME),
                NAME,
                "kubernetes.io/dockerconfigjson",
                Output.ofSecret(Map.of(".dockerconfigjson", Registry.dockerConfig(registries))))));
    }
}
