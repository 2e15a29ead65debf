// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

/** The platform, one statement a part; each part takes what the ones above made. */
final class PixelStreaming {
    PixelStreaming(StackConfig config) {}
}
