// SPDX-License-Identifier: Apache-2.0
/**
 * The Pulumi program under the real Pulumi engine, without a cloud.
 *
 * <p>{@link app.pixel.lab.pulumi.PulumiCli} runs the real command on a copy of the project, in folders of its own. The
 * engine attaches to servers in this JVM. {@link app.pixel.lab.pulumi.ProgramHost} starts the packaged program as
 * Pulumi's Java host does. Two {@link app.pixel.lab.pulumi.ProviderStandIn}s simulate the providers, each behind a
 * {@link app.pixel.lab.pulumi.ProviderWire}.
 *
 * <ul>
 *   <li>{@link app.pixel.lab.pulumi.OciStandIn}: a cloud in memory that accepts and changes what the provider's
 *       contract allows.
 *   <li>{@link app.pixel.lab.pulumi.KubernetesStandIn}: keeps its objects in a real API server
 *       ({@link app.pixel.lab.pulumi.ApiServer}), or in memory for a suite about the engine alone.
 *   <li>{@link app.pixel.lab.pulumi.HelmCharts}: renders the releases whose charts a person has pulled; other releases
 *       are recorded.
 * </ul>
 *
 * <p>Every change goes through {@link app.pixel.lab.pulumi.ProviderOperations}. {@link app.pixel.lab.pulumi.Faults}
 * decide if it fails, and one {@link app.pixel.lab.pulumi.Journal} records it. {@link app.pixel.lab.pulumi.Platform}
 * joins all of these.
 */
@NullMarked
package app.pixel.lab.pulumi;

import org.jspecify.annotations.NullMarked;
