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

/** What the account of one component may ask of the Kubernetes API, where it may ask anything: one kind of object. */
public record AccountRights(Scope scope, Labels labels) {

    /** In the component's own namespace. Tells what its pods wait for. */
    public Resource inNamespace(String resources, String... verbs) {
        String name = labels.component();
        Role role = new Role(
                name,
                RoleArgs.builder()
                        .metadata(scope.named(name, labels))
                        .rules(rule(resources, verbs))
                        .build(),
                scope.options());
        return new RoleBinding(
                name,
                RoleBindingArgs.builder()
                        .metadata(scope.named(name, labels))
                        .roleRef(reference("Role", name))
                        .subjects(account())
                        .build(),
                scope.after(List.of(role)).options());
    }

    /** Of what belongs to no namespace, under a name that tells apart who asks from which. Tells what its pods wait for. */
    public Resource inCluster(String resources, String... verbs) {
        String name = scope.namespace() + "-" + labels.component();
        ObjectMetaArgs metadata =
                ObjectMetaArgs.builder().name(name).labels(labels.all()).build();
        ClusterRole role = new ClusterRole(
                labels.component(),
                ClusterRoleArgs.builder()
                        .metadata(metadata)
                        .rules(rule(resources, verbs))
                        .build(),
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

    private static PolicyRuleArgs rule(String resources, String... verbs) {
        return PolicyRuleArgs.builder()
                .apiGroups("")
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
