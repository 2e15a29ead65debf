// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

/** All that are connected to this server, and who is subscribed to whom. */
record Registry(Players players, Streamers streamers, Subscriptions subscriptions) {}
