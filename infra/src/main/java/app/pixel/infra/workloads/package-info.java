// SPDX-License-Identifier: Apache-2.0
/**
 * Our own workloads: what runs in the cluster to bring players and streams together.
 *
 * <p>{@link app.pixel.infra.workloads.Workloads} is the table of contents, one statement a workload. Each workload is a
 * component that makes its own Deployment, Service, account and budget; what they share is small:
 * {@link app.pixel.infra.objects.Scope} (namespace, parent, order), {@link app.pixel.infra.objects.Labels},
 * {@link app.pixel.infra.objects.ServiceContainer} (how one of our services becomes a container) and
 * {@link app.pixel.infra.objects.Pods} (what every pod may not do). Who may talk to whom is one list,
 * {@link app.pixel.infra.workloads.TrafficArrow#drawn}; the network policies are made of it and of nothing else.
 */
@NullMarked
package app.pixel.infra.workloads;

import org.jspecify.annotations.NullMarked;
