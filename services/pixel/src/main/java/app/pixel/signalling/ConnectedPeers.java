// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

/** All peers that are connected to this server, and their subscriptions to each other. */
record ConnectedPeers(Players players, Streamers streamers, Subscriptions subscriptions) {}
