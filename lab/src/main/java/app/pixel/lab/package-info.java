// SPDX-License-Identifier: Apache-2.0
/**
 * The lab runs, simulates and measures the platform on one machine.
 *
 * <p>The lab is no part of the services' image. One of its parts has an image of its own: the simulated streamer, which
 * the dev and demo stacks run where no GPU is.
 *
 * <ul>
 *   <li>{@link app.pixel.lab.simulation}: a streamer with real WebRTC video in place of Unreal Engine.
 *   <li>{@link app.pixel.lab.room}: the room that this streamer draws in software.
 *   <li>{@link app.pixel.lab.local}: {@code ./pixel local}, the whole platform on one machine.
 *   <li>{@link app.pixel.lab.cluster}: a real Kubernetes control plane on one machine.
 *   <li>{@link app.pixel.lab.kubelet}: real processes for the pods of that control plane.
 *   <li>{@link app.pixel.lab.node}: a real Kubernetes node, which runs our images as containers.
 *   <li>{@link app.pixel.lab.process}: processes that end with the JVM that started them.
 *   <li>{@link app.pixel.lab.bench}: {@code ./pixel bench}, the platform's figures.
 * </ul>
 *
 * <p>{@link app.pixel.lab.Lab} is the program. Two packages exist in the tests only. {@code app.pixel.lab.pulumi} runs
 * the Pulumi program under the real Pulumi engine. {@code app.pixel.lab.images} starts the images as pods start them.
 */
@NullMarked
package app.pixel.lab;

import org.jspecify.annotations.NullMarked;
