// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.cluster;

import app.pixel.infra.network.OciAccount;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.oci.ContainerEngine.ContainerEngineFunctions;
import com.pulumi.oci.ContainerEngine.inputs.GetClusterOptionArgs;
import com.pulumi.oci.ContainerEngine.inputs.GetNodePoolOptionArgs;
import com.pulumi.oci.ContainerEngine.outputs.GetNodePoolOptionSource;
import com.pulumi.oci.Core.CoreFunctions;
import com.pulumi.oci.Core.inputs.GetShapesArgs;
import com.pulumi.oci.Identity.IdentityFunctions;
import com.pulumi.oci.Identity.inputs.GetAvailabilityDomainsArgs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The offer of OKE in the stack's region, as its functions tell it in every preview.
 *
 * @param images of nodes, for all versions
 * @param shapes by the name of the availability domain, in the region's order
 */
record OkeCatalog(
        List<String> kubernetesVersions, List<GetNodePoolOptionSource> images, Map<String, Set<String>> shapes) {

    /** Asks for versions, images, domains, and each domain's shapes. */
    static Output<OkeCatalog> of(OciAccount account, InvokeOptions functions) {
        var versions = ContainerEngineFunctions.getClusterOption(
                        GetClusterOptionArgs.builder()
                                .clusterOptionId("all")
                                .compartmentId(account.compartmentId())
                                .shouldListAllPatchVersions(true)
                                .build(),
                        functions)
                .applyValue(offered -> offered.kubernetesVersions());
        var images = ContainerEngineFunctions.getNodePoolOption(
                        GetNodePoolOptionArgs.builder()
                                .nodePoolOptionId("all")
                                .compartmentId(account.compartmentId())
                                .build(),
                        functions)
                .applyValue(offered -> offered.sources());
        var shapes = IdentityFunctions.getAvailabilityDomains(
                        GetAvailabilityDomainsArgs.builder()
                                .compartmentId(account.tenancyId())
                                .build(),
                        functions)
                .applyValue(result -> result.availabilityDomains().stream()
                        .map(domain -> domain.name())
                        .toList())
                .apply(domains -> shapes(domains, account, functions));
        return Output.tuple(versions, images, shapes).applyValue(all -> new OkeCatalog(all.t1, all.t2, all.t3));
    }

    private static Output<Map<String, Set<String>>> shapes(
            List<String> domains, OciAccount account, InvokeOptions functions) {
        List<Output<Set<String>>> each = new ArrayList<>();
        for (String domain : domains) {
            each.add(CoreFunctions.getShapes(
                            GetShapesArgs.builder()
                                    .compartmentId(account.compartmentId())
                                    .availabilityDomain(domain)
                                    .build(),
                            functions)
                    .applyValue(result ->
                            result.shapes().stream().map(shape -> shape.name()).collect(Collectors.toSet())));
        }
        return Output.all(each).applyValue(found -> {
            Map<String, Set<String>> byDomain = new LinkedHashMap<>();
            for (int i = 0; i < found.size(); i++) {
                byDomain.put(domains.get(i), found.get(i));
            }
            return byDomain;
        });
    }

    /** One sentence for each setting that OKE cannot serve; each lists the offer. */
    List<String> refusals(OkeSettings settings) {
        List<String> sentences = new ArrayList<>();
        String version = settings.kubernetesVersion();
        if (!kubernetesVersions.contains(version)) {
            sentences.add("pixel:kubernetesVersion is \"%s\", but OKE offers %s."
                    .formatted(version, String.join(", ", kubernetesVersions)));
        }
        for (NodePoolSpec pool : settings.pools()) {
            if (domains(pool).isEmpty()) {
                sentences.add("pixel:%s.availabilityDomain is %d, but the region has %s."
                        .formatted(
                                pool.setting(),
                                pool.availabilityDomain().orElse(0),
                                String.join(", ", shapes.keySet())));
            }
            shapeRefusal(pool).ifPresent(sentences::add);
            if (kubernetesVersions.contains(version)
                    && image(version, pool.shape()).isEmpty()) {
                sentences.add(
                        "pixel:kubernetesVersion is \"%s\", but OKE has no image for %s with it; it has some for %s."
                                .formatted(version, pool.shape().name(), versionsWithImage(pool.shape())));
            }
        }
        return sentences;
    }

    /** The newest image for a version and a shape; empty when there is none. */
    Optional<String> image(String kubernetesVersion, NodeShape shape) {
        return NodeImages.choose(images, kubernetesVersion, shape);
    }

    /** The availability domains of a pool; {@code 2} is the one whose name ends in {@code -AD-2}. */
    List<String> domains(NodePoolSpec pool) {
        return shapes.keySet().stream()
                .filter(name -> pool.availabilityDomain()
                        .map(number -> name.endsWith("-AD-" + number))
                        .orElse(true))
                .toList();
    }

    private Optional<String> shapeRefusal(NodePoolSpec pool) {
        return domains(pool).stream()
                .filter(domain -> !offered(domain).contains(pool.shape().name()))
                .findFirst()
                .map(domain -> "pixel:%s.shape is \"%s\", but %s offers %s."
                        .formatted(pool.setting(), pool.shape().name(), domain, alternatives(domain, pool.shape())));
    }

    /** Shapes of the same kind in the domain; and where the wanted one is, if anywhere. */
    private String alternatives(String domain, NodeShape wanted) {
        String here = NodeShape.KNOWN.stream()
                .filter(shape -> shape.gpus() > 0 == wanted.gpus() > 0)
                .map(NodeShape::name)
                .filter(offered(domain)::contains)
                .collect(Collectors.joining(", "));
        String elsewhere = shapes.entrySet().stream()
                .filter(other -> other.getValue().contains(wanted.name()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return (here.isEmpty() ? "none of its kind" : here) + (elsewhere.isEmpty() ? "" : "; " + elsewhere + " has it");
    }

    private Set<String> offered(String domain) {
        return shapes.getOrDefault(domain, Set.of());
    }

    private String versionsWithImage(NodeShape shape) {
        return String.join(
                ", ",
                kubernetesVersions.stream()
                        .filter(version -> image(version, shape).isPresent())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
