// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

/** Who subscribes to a streamer: a visitor, or an SFU on behalf of many. */
sealed interface Player permits PlayerConnection, SfuConnection {

    /** Decimal digits, which every engine version reads. */
    String playerId();

    boolean isSfu();

    String remoteAddress();

    void send(ServerMessage message);

    /** The streamer that it was subscribed to has left; the subscription is gone already. */
    void streamerLeft();

    void close(int code, String reason);
}
