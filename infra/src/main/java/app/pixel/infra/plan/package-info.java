// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./pixel plan}: what the program would declare, without the pulumi command and without a cloud.
 *
 * <p>{@link app.pixel.infra.plan.Plan} reads the stack's files as the command does, starts the packaged program against
 * {@link app.pixel.infra.plan.PlanEngine}, which keeps what it is asked for and lets {@link app.pixel.infra.plan.ImaginaryCloud} answer, and
 * prints the tree of {@link app.pixel.infra.plan.PlannedResource}s, sorted, so that two plans can be compared line by line.
 */
@NullMarked
package app.pixel.infra.plan;

import org.jspecify.annotations.NullMarked;
