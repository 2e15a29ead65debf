// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

/** Where {@link TurnApi} listens, whom it answers, and what it signs with. */
record TurnApiOptions(
        String host,
        int port,
        int operationsPort,
        SecretFile secrets,
        Callers callers,
        Lifetime lifetime,
        String realm,
        IceServers iceServers) {}
