// SPDX-License-Identifier: Apache-2.0

/** A look at the picture. */
export interface Glance {
  /** In milliseconds, from any fixed moment. */
  readonly at: number;
  /** The number of frames that the video has shown. */
  readonly frames: number;
  /** ICE is not sure of its connection any more. */
  readonly shaky: boolean;
  /** A hidden page shows no frames, and that is no news. */
  readonly visible: boolean;
}

/** The picture so far: its latest frame, and when it came. */
export interface Picture {
  readonly frames: number;
  readonly since: number;
  readonly frozen: boolean;
}

const FROZEN_MS = 900;
const SHAKY_MS = 400;
const GLANCE_MS = 100;

/** The picture after a glance at it. It is frozen after about a second without a frame; sooner when ICE is not sure. */
export function after(picture: Picture, { at, frames, shaky, visible }: Glance): Picture {
  if (!visible || frames !== picture.frames) {
    return { frames, since: at, frozen: false };
  }
  return { ...picture, frozen: at - picture.since >= (shaky ? SHAKY_MS : FROZEN_MS) };
}

/** Looks at a video from now on, and tells when its picture freezes and when it goes on. */
export function watchPicture(
  video: HTMLVideoElement,
  isShaky: () => boolean,
  tell: (frozen: boolean) => void,
): void {
  let picture: Picture = { frames: 0, since: performance.now(), frozen: false };
  setInterval(() => {
    const now = after(picture, {
      at: performance.now(),
      frames: video.getVideoPlaybackQuality().totalVideoFrames,
      shaky: isShaky(),
      visible: !document.hidden,
    });
    if (now.frozen !== picture.frozen) {
      tell(now.frozen);
    }
    picture = now;
  }, GLANCE_MS);
}

/** Keeps a video's picture in a canvas: the video itself goes black when its connection closes. */
export function keepPicture(video: HTMLVideoElement, canvas: HTMLCanvasElement): void {
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
}
