// SPDX-License-Identifier: Apache-2.0
/**
 * The Pulumi program under the real Pulumi engine, without a cloud.
 *
 * <p>{@link app.pixel.lab.engine.PulumiCli} runs the real command on a copy of the project, in folders of its own. The
 * engine attaches to what this JVM serves: {@link app.pixel.lab.engine.ProgramHost}, which starts the packaged program as
 * Pulumi's Java host does, and two {@link app.pixel.lab.engine.ProviderStandIn}s. {@link app.pixel.lab.engine.OciStandIn}
 * is a cloud in memory that takes and changes what the provider's contract allows;
 * {@link app.pixel.lab.engine.KubernetesStandIn} keeps its objects in a real API server
 * ({@link app.pixel.lab.engine.ApiServer}), or in memory where a suite is about the engine alone. Charts cannot be had
 * here, so Helm's releases are recorded and what is in them is not rendered.
 *
 * <p>Both stand-ins write every change of the world into one {@link app.pixel.lab.engine.Journal} and ask
 * {@link app.pixel.lab.engine.Faults} whether it is to fail. {@link app.pixel.lab.engine.Platform} puts it all together.
 */
@NullMarked
package app.pixel.lab.engine;

import org.jspecify.annotations.NullMarked;
