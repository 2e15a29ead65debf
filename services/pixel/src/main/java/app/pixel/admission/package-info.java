// SPDX-License-Identifier: Apache-2.0
/**
 * Decides about every public socket before it opens.
 *
 * <p>{@link Admission} reads a {@link SocketRequest} and answers with one decision. {@link OriginPolicy} knows the
 * pages that may connect. {@link TrustedProxies} finds the client behind proxies. {@link ArrivalRate} bounds its new
 * sockets, and {@link AddressBudgets} its open ones, each as a {@link Lease}. {@link TokenVerifier} knows the player by
 * {@link SignedTokens}, with the issuer's {@link SigningKeys}. JOSE is Nimbus's library, none of ours.
 *
 * <p>{@link StreamerTokens} know the signalling servers that report, each as a {@link StreamerIdentity}: by a shared
 * token, or by the token of its pod and {@link ClusterKeys}.
 *
 * <p>A socket is refused for one {@link RefusalReason} of a closed set, which the client is told and a metric counts.
 * No token, cookie or subject is logged: a {@link PlayerIdentity} shows a hash.
 *
 * <p>The matchmaker itself bounds the tabs of one visitor, since only the lobby knows those of other replicas.
 */
@NullMarked
package app.pixel.admission;

import org.jspecify.annotations.NullMarked;
