// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.OciAccount;
import app.pixel.infra.network.OciProviders;
import com.pulumi.core.Output;
import com.pulumi.oci.Identity.DynamicGroup;
import com.pulumi.oci.Identity.DynamicGroupArgs;
import com.pulumi.oci.Identity.Policy;
import com.pulumi.oci.Identity.PolicyArgs;
import com.pulumi.oci.Logging.Log;
import com.pulumi.oci.Logging.LogArgs;
import com.pulumi.oci.Logging.LogGroup;
import com.pulumi.oci.Logging.LogGroupArgs;
import com.pulumi.oci.Logging.UnifiedAgentConfiguration;
import com.pulumi.oci.Logging.UnifiedAgentConfigurationArgs;
import com.pulumi.oci.Logging.inputs.UnifiedAgentConfigurationGroupAssociationArgs;
import com.pulumi.oci.Logging.inputs.UnifiedAgentConfigurationServiceConfigurationArgs;
import com.pulumi.oci.Logging.inputs.UnifiedAgentConfigurationServiceConfigurationDestinationArgs;
import com.pulumi.oci.Logging.inputs.UnifiedAgentConfigurationServiceConfigurationSourceArgs;
import com.pulumi.oci.Logging.inputs.UnifiedAgentConfigurationServiceConfigurationSourceParserArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;

/**
 * The logs of all containers, in OCI Logging: Oracle's agent on each node reads the files that the kubelet writes.
 *
 * <p>The agent acts as its instance, so the right to write the log belongs to the instances of the compartment.
 */
final class LogShipping {
    /** The files of the pods' containers, with the pod's name, namespace and container in the file's name. */
    private static final String CONTAINERS = "/var/log/containers/*.log";

    private final String name;
    private final OciAccount account;
    private final int retentionDays;
    private final CustomResourceOptions child;
    private final CustomResourceOptions home;

    private LogShipping(
            String name, ClusterSettings.Oke settings, OciProviders providers, CustomResourceOptions child) {
        this.name = name + "-logs";
        this.account = settings.account();
        this.retentionDays = settings.cluster().logRetentionDays();
        this.child = child;
        this.home = CustomResourceOptions.merge(
                child,
                CustomResourceOptions.builder().provider(providers.home()).build());
    }

    /** Declares all of it and gives the log group's OCID. */
    static Output<String> declare(
            String name, ClusterSettings.Oke settings, OciProviders providers, CustomResourceOptions child) {
        var shipping = new LogShipping(name, settings, providers, child);
        var group = shipping.group();
        shipping.agents(shipping.log(group));
        return group.id();
    }

    private LogGroup group() {
        return new LogGroup(
                name,
                LogGroupArgs.builder()
                        .compartmentId(account.compartmentId())
                        .displayName(name)
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .build(),
                child);
    }

    private Log log(LogGroup group) {
        return new Log(
                name,
                LogArgs.builder()
                        .logGroupId(group.id())
                        .displayName(name)
                        .logType("CUSTOM")
                        .isEnabled(true)
                        .retentionDuration(retentionDays)
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .build(),
                child);
    }

    private void agents(Log log) {
        var nodes = nodes();
        new UnifiedAgentConfiguration(
                name,
                UnifiedAgentConfigurationArgs.builder()
                        .compartmentId(account.compartmentId())
                        .displayName(name)
                        .description("Logs of all containers of " + name)
                        .isEnabled(true)
                        .groupAssociation(UnifiedAgentConfigurationGroupAssociationArgs.builder()
                                .groupLists(nodes.id().applyValue(List::of))
                                .build())
                        .serviceConfiguration(UnifiedAgentConfigurationServiceConfigurationArgs.builder()
                                .configurationType("LOGGING")
                                .sources(containers())
                                .destination(UnifiedAgentConfigurationServiceConfigurationDestinationArgs.builder()
                                        .logObjectId(log.id())
                                        .build())
                                .build())
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .build(),
                child);
    }

    private static UnifiedAgentConfigurationServiceConfigurationSourceArgs containers() {
        return UnifiedAgentConfigurationServiceConfigurationSourceArgs.builder()
                .sourceType("LOG_TAIL")
                .name("containers")
                .paths(CONTAINERS)
                .parser(UnifiedAgentConfigurationServiceConfigurationSourceParserArgs.builder()
                        .parserType("CRI")
                        .isMergeCriFields(true)
                        .build())
                .build();
    }

    /** The instances of the compartment, and their right to write its logs. */
    private DynamicGroup nodes() {
        var nodes = new DynamicGroup(
                name,
                DynamicGroupArgs.builder()
                        .compartmentId(account.tenancyId())
                        .name(name)
                        .description("Nodes that write " + name)
                        .matchingRule("ALL {instance.compartment.id = '%s'}".formatted(account.compartmentId()))
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .build(),
                home);
        new Policy(
                name,
                PolicyArgs.builder()
                        .compartmentId(account.compartmentId())
                        .name(name)
                        .description("The right of nodes to write " + name)
                        .statements(nodes.name()
                                .applyValue(group ->
                                        List.of("Allow dynamic-group %s to use log-content in compartment id %s"
                                                .formatted(group, account.compartmentId()))))
                        .freeformTags(account.tags().freeform())
                        .definedTags(account.tags().defined())
                        .build(),
                home);
        return nodes;
    }
}
