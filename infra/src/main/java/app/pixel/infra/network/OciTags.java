// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.settings.Settings;
import com.pulumi.core.Output;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tags of every OCI resource that can have some. A stack without tags sends none, because an empty map would be a
 * change at every preview.
 */
public final class OciTags {
    public static final OciTags NONE = new OciTags(Map.of(), Map.of());

    private static final Pattern DEFINED = Pattern.compile("[^.\\s]+\\.[^.\\s]+");

    private final Map<String, String> freeform;
    private final Map<String, String> defined;

    OciTags(Map<String, String> freeform, Map<String, String> defined) {
        this.freeform = Map.copyOf(freeform);
        this.defined = Map.copyOf(defined);
        for (String key : defined.keySet()) {
            if (!DEFINED.matcher(key).matches()) {
                throw new IllegalArgumentException(
                        "pixel:definedTags has the key \"%s\", but must have keys of a namespace and a name"
                                        .formatted(key)
                                + " such as Operations.CostCenter.");
            }
        }
    }

    static OciTags from(Settings settings) {
        return new OciTags(settings.texts("freeformTags"), settings.texts("definedTags"));
    }

    public boolean isEmpty() {
        return freeform.isEmpty() && defined.isEmpty();
    }

    /** Null where the stack has none, which the SDK leaves out. */
    public @Nullable Output<Map<String, String>> freeform() {
        return freeform.isEmpty() ? null : Output.of(freeform);
    }

    /** By namespace and name, such as {@code Operations.CostCenter}; null likewise. */
    public @Nullable Output<Map<String, String>> defined() {
        return defined.isEmpty() ? null : Output.of(defined);
    }
}
