// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import dev.onvoid.webrtc.RTCRtpCodecCapability;
import java.util.List;
import java.util.Set;

/** The video codec that a simulated streamer offers; one only, so that a test knows what it measures. */
public enum Codec {
    VP8,
    H264;

    /** Retransmission and redundancy, which are negotiated as if they were codecs. */
    private static final Set<String> HELPERS = Set.of("rtx", "red", "ulpfec");

    List<RTCRtpCodecCapability> preferencesAmong(List<RTCRtpCodecCapability> capabilities) {
        return capabilities.stream()
                .filter(capability -> matches(capability) || HELPERS.contains(capability.getName()))
                .toList();
    }

    /** Of H.264's flavours those that packetise a picture freely, as browsers and Unreal do. */
    private boolean matches(RTCRtpCodecCapability capability) {
        return capability.getName().equals(name())
                && (this != H264 || "1".equals(capability.getSDPFmtp().get("packetization-mode")));
    }
}
