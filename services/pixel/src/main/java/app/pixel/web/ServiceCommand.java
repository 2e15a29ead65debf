// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.time.Duration;

/** A subcommand of {@code pixel}: its options, once parsed, make one {@link Service}. */
public interface ServiceCommand {

    /**
     * The service that the options ask for, not yet deployed.
     *
     * @throws IllegalArgumentException with a sentence for the user, when an option's value makes no sense
     */
    Service service();

    /** How long a stop may take before the process leaves anyway; below the pod's grace period. */
    default Duration gracePeriod() {
        return Duration.ofSeconds(25);
    }
}
