// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.settings.Settings;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kind of capacity that the nodes of a pool take. */
sealed interface Capacity {
    /** Machines at the list price, as long as the domain has some. */
    record OnDemand() implements Capacity {}

    /**
     * Machines that the tenancy has reserved.
     *
     * @param reservation the OCID of a compute capacity reservation
     */
    record Reserved(String reservation) implements Capacity {}

    /** Cheap machines that OCI takes back when others pay the full price; sessions on them end without notice. */
    record Preemptible() implements Capacity {}

    Pattern RESERVATION = Pattern.compile("ocid1\\.capacityreservation\\.oc\\d+\\.[a-z0-9-]*\\.[a-z0-9]+");

    /** Reads a pool's {@code capacityReservation} and {@code preemptible}, which exclude each other. */
    static Capacity from(Settings pool, String path) {
        Optional<String> reservation = pool.optionalString("capacityReservation")
                .map(given -> pool.matching(
                        "capacityReservation", RESERVATION, "a reservation's OCID, ocid1.capacityreservation.oc1.…"));
        boolean preemptible = pool.optionalString("preemptible").isPresent() && pool.flag("preemptible");
        if (reservation.isPresent() && preemptible) {
            throw new IllegalArgumentException(
                    "pixel:%s.preemptible is true, but a pool of a capacityReservation has its machines for good:"
                                    .formatted(path)
                            + " set one of both.");
        }
        return reservation
                .<Capacity>map(Reserved::new)
                .orElseGet(() -> preemptible ? new Preemptible() : new OnDemand());
    }
}
