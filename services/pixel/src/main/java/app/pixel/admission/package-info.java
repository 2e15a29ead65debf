// SPDX-License-Identifier: Apache-2.0
/**
 * Decides about every public socket before it opens.
 *
 * <p>{@link app.pixel.admission.Admission} reads a {@link app.pixel.admission.SocketRequest} and answers with one
 * decision. {@link app.pixel.admission.OriginPolicy} knows the pages that may connect.
 * {@link app.pixel.admission.TrustedProxies} finds the client behind proxies. {@link app.pixel.admission.ArrivalRate}
 * bounds its new sockets, and {@link app.pixel.admission.AddressBudgets} its open ones, each as a
 * {@link app.pixel.admission.Lease}. {@link app.pixel.admission.TokenVerifier} knows the player by
 * {@link app.pixel.admission.SignedTokens}, with the issuer's {@link app.pixel.admission.SigningKeys}. JOSE is Nimbus's
 * library, none of ours.
 *
 * <p>{@link app.pixel.admission.StreamerTokens} know the signalling servers that report, each as a
 * {@link app.pixel.admission.StreamerIdentity}: by a shared token, or by the token of its pod and
 * {@link app.pixel.admission.ClusterKeys}.
 *
 * <p>A socket is refused for one {@link app.pixel.admission.RefusalReason} of a closed set, which the client is told
 * and a metric counts. No token, cookie or subject is logged: a {@link app.pixel.admission.PlayerIdentity} shows a
 * hash.
 */
@NullMarked
package app.pixel.admission;

import org.jspecify.annotations.NullMarked;
