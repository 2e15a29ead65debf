// SPDX-License-Identifier: Apache-2.0
/**
 * What every workload's Kubernetes objects share, without knowing any workload.
 *
 * <p>{@link app.pixel.infra.objects.Scope} says where an object goes: namespace, parent, order.
 * {@link app.pixel.infra.objects.Labels} names it. {@link app.pixel.infra.objects.Pods} holds every pod to the Pod Security
 * level "restricted". {@link app.pixel.infra.objects.ServiceContainer} makes a container of one of our services, and
 * {@link app.pixel.infra.objects.ServiceDeployment} makes its Deployment, Service, account and budget.
 */
@NullMarked
package app.pixel.infra.objects;

import org.jspecify.annotations.NullMarked;
