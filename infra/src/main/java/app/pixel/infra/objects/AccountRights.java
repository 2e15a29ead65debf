// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.kubernetes.rbac.v1.ClusterRole;
import com.pulumi.kubernetes.rbac.v1.ClusterRoleArgs;
import com.pulumi.kubernetes.rbac.v1.ClusterRoleBinding;
import com.pulumi.kubernetes.rbac.v1.ClusterRoleBindingArgs;
import com.pulumi.kubernetes.rbac.v1.Role;
import com.pulumi.kubernetes.rbac.v1.RoleArgs;
import com.pulumi.kubernetes.rbac.v1.RoleBinding;
import com.pulumi.kubernetes.rbac.v1.RoleBindingArgs;
import com.pulumi.kubernetes.rbac.v1.inputs.PolicyRuleArgs;
import com.pulumi.kubernetes.rbac.v1.inputs.RoleRefArgs;
import com.pulumi.kubernetes.rbac.v1.inputs.SubjectArgs;
import com.pulumi.resources.Resource;
import java.util.List;

/** The rights of one component's account at the Kubernetes API: verbs on kinds of objects. */
public record AccountRights(Scope scope, Labels labels) {

    /** Grants the verbs in the component's own namespace. Returns the object that its pods wait for. */
    public Resource inNamespace(String resources, String... verbs) {
        return inNamespaceOf(scope, resources, verbs);
    }

    /** Grants the verbs in another namespace. Returns the object that the component's pods wait for. */
    public Resource inNamespaceOf(Scope other, String resources, String... verbs) {
        String name = labels.component();
        Scope there = other.under(scope.parent());
        Role role = new Role(
                name,
                RoleArgs.builder()
                        .metadata(there.named(name, labels))
                        .rules(rule("", List.of(resources), List.of(verbs)))
                        .build(),
                there.options());
        return new RoleBinding(
                name,
                RoleBindingArgs.builder()
                        .metadata(there.named(name, labels))
                        .roleRef(reference("Role", name))
                        .subjects(account())
                        .build(),
                there.after(List.of(role)).options());
    }

    /**
     * Grants the verbs on objects without a namespace. Their names begin with the component's namespace, so that two
     * stacks can share a cluster. Returns the object that its pods wait for.
     */
    public Resource inCluster(String resources, String... verbs) {
        return inCluster(rule("", List.of(resources), List.of(verbs)));
    }

    /** Grants several rules on objects without a namespace, or of every namespace. */
    public Resource inCluster(PolicyRuleArgs... rules) {
        String name = scope.namespace() + "-" + labels.component();
        ObjectMetaArgs metadata =
                ObjectMetaArgs.builder().name(name).labels(labels.all()).build();
        ClusterRole role = new ClusterRole(
                labels.component(),
                ClusterRoleArgs.builder().metadata(metadata).rules(rules).build(),
                scope.options());
        return new ClusterRoleBinding(
                labels.component(),
                ClusterRoleBindingArgs.builder()
                        .metadata(metadata)
                        .roleRef(reference("ClusterRole", name))
                        .subjects(account())
                        .build(),
                scope.after(List.of(role)).options());
    }

    /** Verbs on kinds of objects of one API group, {@code ""} for the core. */
    public static PolicyRuleArgs rule(String group, List<String> resources, List<String> verbs) {
        return PolicyRuleArgs.builder()
                .apiGroups(group)
                .resources(resources)
                .verbs(verbs)
                .build();
    }

    private static RoleRefArgs reference(String kind, String name) {
        return RoleRefArgs.builder()
                .apiGroup("rbac.authorization.k8s.io")
                .kind(kind)
                .name(name)
                .build();
    }

    private SubjectArgs account() {
        return SubjectArgs.builder()
                .kind("ServiceAccount")
                .name(labels.component())
                .namespace(scope.namespace())
                .build();
    }
}
