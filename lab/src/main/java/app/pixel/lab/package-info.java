// SPDX-License-Identifier: Apache-2.0
/**
 * The lab runs, simulates and measures the platform on one machine.
 *
 * <p>The lab is no part of the services' image. One of its parts has an image of its own: the simulated streamer, which
 * the dev and demo stacks run where no GPU is.
 *
 * <ul>
 *   <li>{@link app.pixel.lab.simulation}: a streamer with real WebRTC video in place of Unreal Engine.
 *   <li>{@link app.pixel.lab.local}: {@code ./pixel local}, the whole platform on one machine.
 *   <li>{@link app.pixel.lab.cluster}: a real Kubernetes control plane on one machine.
 *   <li>{@link app.pixel.lab.kubelet}: real processes for the pods of that control plane.
 *   <li>{@link app.pixel.lab.process}: processes that end with the JVM that started them.
 *   <li>{@link app.pixel.lab.bench}: {@code ./pixel bench}, the platform's figures.
 * </ul>
 *
 * <p>{@link app.pixel.lab.Lab} is the program. The package {@code app.pixel.lab.pulumi} exists in the tests only: it
 * runs the Pulumi program under the real Pulumi engine.
 */
@NullMarked
package app.pixel.lab;

import org.jspecify.annotations.NullMarked;
