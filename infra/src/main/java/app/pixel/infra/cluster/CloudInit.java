// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The first thing that a new node runs: Oracle's documented script, and two things more. The root file system is grown to its boot
 * volume, as nobody else does it and images of games need the room. And OKE's node pools have no field for taints, and a pod that taints
 * its own node needs rights over every node; so the kubelet gets an argument.
 */
final class CloudInit {
    private CloudInit() {}

    /** As a node's metadata wants it, in base64. */
    static String userData(List<String> taints) {
        return Base64.getEncoder().encodeToString(script(taints).getBytes(StandardCharsets.UTF_8));
    }

    static String script(List<String> taints) {
        String arguments = taints.isEmpty()
                ? ""
                : " --kubelet-extra-args \"--register-with-taints=%s\"".formatted(String.join(",", taints));
        return """
                #!/bin/bash
                /usr/libexec/oci-growfs -y
                curl --fail -H "Authorization: Bearer Oracle" -L0 http://169.254.169.254/opc/v2/instance/metadata/oke_init_script \\
                  | base64 --decode >/var/run/oke-init.sh
                bash /var/run/oke-init.sh%s
                """.formatted(arguments);
    }
}
