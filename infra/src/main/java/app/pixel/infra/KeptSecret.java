// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.settings.Secret;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Stash;
import com.pulumi.resources.StashArgs;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Secrets that nobody needs to think of: made up at the first {@code up} and kept, encrypted, in the stack's state. */
final class KeptSecret {
    private static final int BYTES = 32;

    private KeptSecret() {}

    /** What the stack sets, or else what was made up once under this name. */
    static Output<String> of(String name, Optional<Secret> set) {
        return set.map(Secret::output).orElseGet(() -> madeUp(name));
    }

    private static Output<String> madeUp(String name) {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        // A stash keeps the first value that it was given; every later run brings another, which is no change.
        CustomResourceOptions.Builder options = CustomResourceOptions.builder();
        options.ignoreChanges("input");
        Stash stash = new Stash(
                name,
                StashArgs.builder().input(Output.<Object>ofSecret(text)).build(),
                options.additionalSecretOutputs("output").build());
        return stash.output().applyValue(String::valueOf).asSecret();
    }
}
