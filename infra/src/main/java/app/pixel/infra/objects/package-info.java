// SPDX-License-Identifier: Apache-2.0
/**
 * The frame of every workload's Kubernetes objects; it knows no workload.
 *
 * <p>{@link app.pixel.infra.objects.Scope} is the place of an object: namespace, parent, order.
 * {@link app.pixel.infra.objects.Labels} names it. {@link app.pixel.infra.objects.Pods} holds every pod to the Pod
 * Security level "restricted". {@link app.pixel.infra.objects.ServiceContainer} makes a container of one of our
 * services, and {@link app.pixel.infra.objects.ServiceDeployment} makes its Deployment, Service, account and budget.
 */
@NullMarked
package app.pixel.infra.objects;

import org.jspecify.annotations.NullMarked;
