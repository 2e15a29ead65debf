// SPDX-License-Identifier: Apache-2.0
import { Config, Logger, LogLevel, PixelStreaming } from '@epicgames-ps/lib-pixelstreamingfrontend-ue5.7';
import {
  Application,
  PixelStreamingApplicationStyle,
} from '@epicgames-ps/lib-pixelstreamingfrontend-ui-ue5.7';

declare global {
  interface Window {
    pixelStreaming: PixelStreaming;
  }
}

const styles = new PixelStreamingApplicationStyle();
styles.applyStyleSheet();
Logger.InitLogging(LogLevel.Warning, true);

/**
 * As in Epic's sample: every option comes from the query (`?ss=ws://…&AutoConnect=true`), the stream is on `window`.
 */
document.body.onload = () => {
  const stream = new PixelStreaming(new Config({ useUrlParams: true }));
  const application = new Application({ stream, onColorModeChanged: (light) => styles.setColorMode(light) });
  document.body.append(application.rootElement);
  window.pixelStreaming = stream;
};
