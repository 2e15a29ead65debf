// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import app.pixel.web.OperationsOptions;
import app.pixel.web.SecretFile;

/**
 * Settings of a {@link TurnApi}: the ports that it listens on, the callers that it answers, and what it signs with.
 *
 * @param realm told to the log only
 */
record TurnApiOptions(
        OperationsOptions operations,
        int port,
        SecretFile secrets,
        CallerTokens callers,
        Lifetime lifetime,
        String realm,
        IceServers iceServers) {}
