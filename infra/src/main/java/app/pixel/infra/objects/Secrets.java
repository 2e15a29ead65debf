// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.Secret;
import com.pulumi.kubernetes.core.v1.SecretArgs;
import java.util.Map;

/** Kubernetes Secrets whose content the engine knows to be secret. */
public final class Secrets {

    private Secrets() {}

    public static Secret create(Scope scope, Labels labels, String name, Output<Map<String, String>> content) {
        return create(scope, labels, name, "Opaque", content);
    }

    public static Secret create(
            Scope scope, Labels labels, String name, String type, Output<Map<String, String>> content) {
        return new Secret(
                name,
                SecretArgs.builder()
                        .metadata(scope.named(name, labels))
                        .type(type)
                        .stringData(content.asSecret())
                        .build(),
                scope.options());
    }
}
