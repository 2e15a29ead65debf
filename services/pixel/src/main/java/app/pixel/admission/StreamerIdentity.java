// SPDX-License-Identifier: Apache-2.0
package app.pixel.admission;

/** A signalling server that a matchmaker believes. */
public sealed interface StreamerIdentity {

    /** It knows the shared token. */
    record Shared() implements StreamerIdentity {}

    /** It runs in this pod of the matchmaker's namespace. */
    record Pod(String name) implements StreamerIdentity {}

    /** The name for logs. */
    default String shown() {
        return switch (this) {
            case Shared _ -> "shared token";
            case Pod(String name) -> name;
        };
    }
}
