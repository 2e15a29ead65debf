// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker.lobby;

/** A streamer is offered to a ticket, and to nobody else until the ticket's owner says how it went. */
public record Match(Ticket ticket, StreamerReport streamer) {}
