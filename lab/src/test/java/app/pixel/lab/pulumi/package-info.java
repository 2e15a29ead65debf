// SPDX-License-Identifier: Apache-2.0
/**
 * The Pulumi program under the real Pulumi engine, without a cloud.
 *
 * <p>{@link app.pixel.lab.pulumi.PulumiCli} runs the real command on a copy of the project, in folders of its own. The
 * engine attaches to what this JVM serves: {@link app.pixel.lab.pulumi.ProgramHost}, which starts the packaged program as
 * Pulumi's Java host does, and two {@link app.pixel.lab.pulumi.ProviderStandIn}s, each behind a
 * {@link app.pixel.lab.pulumi.ProviderWire}. {@link app.pixel.lab.pulumi.OciStandIn}
 * is a cloud in memory that takes and changes what the provider's contract allows;
 * {@link app.pixel.lab.pulumi.KubernetesStandIn} keeps its objects in a real API server
 * ({@link app.pixel.lab.pulumi.ApiServer}), or in memory where a suite is about the engine alone. Helm's
 * releases are recorded; {@link app.pixel.lab.pulumi.HelmCharts} renders those whose charts somebody has pulled.
 *
 * <p>Every change of the world goes by {@link app.pixel.lab.pulumi.ProviderOperations}: {@link app.pixel.lab.pulumi.Faults} say whether it
 * is to fail, and it is written into one {@link app.pixel.lab.pulumi.Journal}. {@link app.pixel.lab.pulumi.Platform} puts it all together.
 */
@NullMarked
package app.pixel.lab.pulumi;

import org.jspecify.annotations.NullMarked;
