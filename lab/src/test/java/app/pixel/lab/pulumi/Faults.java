// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.pulumi.Journal.Operation;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which of the things that are asked of a provider are to fail, and how. */
interface Faults {

    /** The ways in which a cloud fails. */
    enum Fault {
        /** Refused, nothing was done. */
        QUOTA("LimitExceeded: the limit of the tenancy is reached"),
        /** The result is unknown. In fact nothing was done. */
        TIMEOUT("context deadline exceeded while waiting for the state ACTIVE"),
        /** Done, but it did not come up; or gone, but the answer was lost. */
        HALF_DONE("timed out waiting for the resource to be ready");

        private final String message;

        Fault(String message) {
            this.message = message;
        }

        String message() {
            return message;
        }
    }

    Optional<Fault> on(Operation operation, String urn);

    /** Everything works. */
    Faults NONE = (operation, urn) -> Optional.empty();

    /** Everything fails when it is tried first, then in each further way, and works from then on. */
    static Faults atFirst(Operation failing, Fault... ways) {
        var tries = new ConcurrentHashMap<String, Integer>();
        return (operation, urn) -> {
            int before = operation == failing ? tries.merge(urn, 1, Integer::sum) - 1 : ways.length;
            return before < ways.length ? Optional.of(ways[before]) : Optional.empty();
        };
    }
}
