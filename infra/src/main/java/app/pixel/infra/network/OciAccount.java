// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import app.pixel.infra.settings.Settings;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The stack's place in Oracle's cloud.
 *
 * @param profile of {@code ~/.oci/config}; the environment or the file's default when empty
 * @param protect resources that hold data or addresses refuse to be destroyed
 */
public record OciAccount(
        String region,
        String tenancyId,
        String compartmentId,
        Optional<String> profile,
        boolean protect,
        OciTags tags) {
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+){1,2}-\\d{1,2}");
    private static final Pattern TENANCY = Pattern.compile("ocid1\\.tenancy\\.oc\\d+\\.\\.[a-z0-9]+");
    private static final Pattern COMPARTMENT = Pattern.compile("ocid1\\.(compartment|tenancy)\\.oc\\d+\\.\\.[a-z0-9]+");

    public static OciAccount from(Settings settings) {
        return new OciAccount(
                settings.matching("region", REGION, "a region's name such as us-ashburn-1"),
                settings.matching("tenancyId", TENANCY, "the tenancy's OCID, ocid1.tenancy.oc1..…"),
                settings.matching("compartmentId", COMPARTMENT, "a compartment's OCID, ocid1.compartment.oc1..…"),
                settings.optionalString("ociProfile"),
                settings.flag("protect"),
                OciTags.from(settings));
    }
}
