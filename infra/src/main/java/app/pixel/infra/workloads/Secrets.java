// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.Secret;
import com.pulumi.kubernetes.core.v1.SecretArgs;
import java.util.Map;

/** Kubernetes Secrets whose content the engine knows to be secret. */
final class Secrets {

    private Secrets() {}

    static Secret create(Scope scope, Labels labels, String name, Output<Map<String, String>> content) {
        return create(scope, labels, name, "Opaque", content);
    }

    static Secret create(Scope scope, Labels labels, String name, String type, Output<Map<String, String>> content) {
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
