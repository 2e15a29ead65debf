// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The script that a new node runs first: Oracle's documented one, and additions.
 *
 * <p>The script grows the root file system to its boot volume, because images of games need the room and OKE leaves it
 * small. The kubelet gets the node's taints as an argument, because OKE's node pools have no field for taints. A pod
 * that taints its own node would need rights over every node. A TURN node gets the rules of its {@link RelayFirewall}.
 */
record CloudInit(RelayFirewall firewall) {

    /** The script in base64, the form that a node's metadata takes. */
    String userData(NodePoolSpec.Role role) {
        return Base64.getEncoder().encodeToString(script(role).getBytes(StandardCharsets.UTF_8));
    }

    String script(NodePoolSpec.Role role) {
        String arguments = role.taints().isEmpty()
                ? ""
                : " --kubelet-extra-args \"--register-with-taints=%s\"".formatted(String.join(",", role.taints()));
        return """
                #!/bin/bash
                /usr/libexec/oci-growfs -y
                %scurl --fail -H "Authorization: Bearer Oracle" -L0 http://169.254.169.254/opc/v2/instance/metadata/oke_init_script \\
                  | base64 --decode >/var/run/oke-init.sh
                bash /var/run/oke-init.sh%s
                """.formatted(role == NodePoolSpec.Role.TURN ? firewall.script() : "", arguments);
    }
}
