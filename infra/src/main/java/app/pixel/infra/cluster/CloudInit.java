// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The script that a new node runs first: Oracle's documented one, and two additions.
 *
 * <p>The script grows the root file system to its boot volume, because images of games need the room and OKE leaves it
 * small. The kubelet gets the node's taints as an argument, because OKE's node pools have no field for taints. A pod
 * that taints its own node would need rights over every node.
 */
final class CloudInit {
    private CloudInit() {}

    /** The script in base64, the form that a node's metadata takes. */
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
