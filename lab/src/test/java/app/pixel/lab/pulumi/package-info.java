// SPDX-License-Identifier: Apache-2.0
/**
 * The Pulumi program under the real Pulumi engine, without a cloud.
 *
 * <p>{@link app.pixel.lab.pulumi.PulumiCli} runs the real command on a copy of the project, in folders of its own. The
 * engine attaches to servers in this JVM. {@link app.pixel.lab.pulumi.ProgramHost} starts the packaged program as
 * Pulumi's Java host does.
 *
 * <ul>
 *   <li>{@link app.pixel.lab.pulumi.ProviderRelay}: Pulumi's own provider for Kubernetes, on a real API server. It runs
 *       as a {@link app.pixel.lab.pulumi.ProviderProcess}. {@link app.pixel.lab.pulumi.StackLife} needs it.
 *   <li>{@link app.pixel.lab.pulumi.KubernetesStandIn}: the same, simulated, on objects in an API server or in memory.
 *       Failures are injected here. {@code SameAnswersClusterIT} holds it to the provider's answers. It answers for all
 *       releases: {@link app.pixel.lab.pulumi.HelmCharts} renders those whose charts a person has pulled, and other
 *       releases are recorded.
 *   <li>{@link app.pixel.lab.pulumi.OciStandIn}: a cloud in memory that accepts and changes what the provider's
 *       contract allows.
 * </ul>
 *
 * <p>Each stand-in is a {@link app.pixel.lab.pulumi.ProviderStandIn} behind a {@link
 * app.pixel.lab.pulumi.ProviderWire}.
 *
 * <p>Every change goes through {@link app.pixel.lab.pulumi.ProviderOperations}. {@link app.pixel.lab.pulumi.Faults}
 * decide if it fails, and one {@link app.pixel.lab.pulumi.Journal} records it. {@link app.pixel.lab.pulumi.Platform}
 * joins all of these.
 */
@NullMarked
package app.pixel.lab.pulumi;

import org.jspecify.annotations.NullMarked;
