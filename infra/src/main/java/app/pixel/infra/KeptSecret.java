// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.settings.Secret;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Stash;
import com.pulumi.resources.StashArgs;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Secrets that a stack may leave out: the first {@code up} makes them, and the stack's state keeps them encrypted.
 */
final class KeptSecret {
    private static final int BYTES = 32;

    private KeptSecret() {}

    /** The secret that the stack sets, or else the one that was made under this name. */
    static Output<String> of(String name, Optional<Secret> set, ComponentResourceOptions above) {
        return set.map(Secret::output).orElseGet(() -> madeUp(name, above));
    }

    private static Output<String> madeUp(String name, ComponentResourceOptions above) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        // A stash keeps the first value that it was given; every later run brings another, which is no change.
        CustomResourceOptions.Builder options = CustomResourceOptions.builder();
        options.ignoreChanges("input");
        above.getParent().ifPresent(options::parent);
        Stash stash = new Stash(
                name,
                StashArgs.builder().input(Output.<Object>ofSecret(text)).build(),
                options.additionalSecretOutputs("output").build());
        return stash.output().applyValue(String::valueOf).asSecret();
    }
}
