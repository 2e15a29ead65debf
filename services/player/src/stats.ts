// SPDX-License-Identifier: Apache-2.0
import type { AggregatedStats } from '@epicgames-ps/lib-pixelstreamingfrontend-ue5.7';

export type Row = readonly [label: string, value: string];

/** Returns the figures of a bad picture in the order in which an operator asks for them. */
export function rows(stats: AggregatedStats): Row[] {
  const video = stats.inboundVideoStats;
  const pair = stats.getActiveCandidatePair();
  const local = stats.localCandidates.find((candidate) => candidate.id === pair?.localCandidateId);
  return [
    ['Picture', known(video.frameWidth, (width) => `${width} × ${video.frameHeight}`)],
    ['Frame rate', known(video.framesPerSecond, (rate) => `${Math.round(rate)} per second`)],
    ['Bitrate', known(video.bitrate, (kilobits) => `${(kilobits / 1000).toFixed(1)} Mbit/s`)],
    ['Round trip', known(pair?.currentRoundTripTime, (seconds) => `${Math.round(seconds * 1000)} ms`)],
    ['Packets lost', known(video.packetsLost, (lost) => share(lost, video.packetsReceived))],
    ['Frames dropped', known(video.framesDropped, (dropped) => share(dropped, video.framesReceived))],
    ['Codec', known(stats.codecs.get(video.codecId ?? '')?.mimeType, (type) => type.replace('video/', ''))],
    ['Route', known(local?.candidateType, (type) => (type === 'relay' ? 'through a relay' : 'direct'))],
  ];
}

function known<T>(value: T | undefined | null, text: (value: T) => string): string {
  return value === undefined || value === null ? '–' : text(value);
}

function share(part: number, whole: number | undefined): string {
  const all = part + (whole ?? 0);
  return all <= 0 ? String(part) : `${part} (${((100 * part) / all).toFixed(1)} %)`;
}
