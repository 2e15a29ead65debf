// SPDX-License-Identifier: Apache-2.0
/**
 * The program's plan without the pulumi command and without a cloud.
 *
 * <p>{@link app.pixel.infra.plan.StackFiles} reads the stack's files as the command does.
 * {@link app.pixel.infra.plan.Plan} starts the packaged program against {@link app.pixel.infra.plan.PlanEngine}, which
 * keeps every request and lets {@link app.pixel.infra.plan.ImaginaryCloud} answer. The plan is the tree of
 * {@link app.pixel.infra.plan.PlannedResource}s, sorted, so that two plans can be compared line by line.
 */
@NullMarked
package app.pixel.infra.plan;

import org.jspecify.annotations.NullMarked;
