// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

/** A streamer is offered to a ticket, and to no other one until the ticket's owner records the outcome. */
public record Match(Ticket ticket, StreamerReport streamer) {}
