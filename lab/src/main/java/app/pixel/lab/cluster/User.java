// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

/** The callers of the API server that have a token of their own. Service accounts come on top, as in every cluster. */
enum User {
    ADMIN("admin", "system:masters"),
    CONTROLLER_MANAGER("system:kube-controller-manager", ""),
    SCHEDULER("system:kube-scheduler", ""),
    KWOK("kwok", "system:masters"),
    METRICS("prometheus-adapter", "system:masters");

    private final String user;
    private final String group;

    User(String user, String group) {
        this.user = user;
        this.group = group;
    }

    /** A line of the API server's token file: token, name, id, groups. */
    String line(String token) {
        return "%s,%s,%s,\"%s\"%n".formatted(token, user, user, group);
    }
}
