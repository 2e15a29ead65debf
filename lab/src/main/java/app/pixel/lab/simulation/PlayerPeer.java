// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.MediaType;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The peer connection and data channel to one player.
 *
 * <p>Confined to the streamer's event loop. The library calls back on threads of its own, and each callback switches to
 * that loop first. After {@link #close} late callbacks do nothing.
 */
final class PlayerPeer {

    /** Unreal's name for the data channel that it opens itself. */
    private static final String CHANNEL = "datachannel";

    private static final String STREAM = "pixelstreaming";

    private final Context context;
    private final Codec codec;
    private final VideoTrack track;
    private final Consumer<PeerEvent> onEvent;
    private final RTCPeerConnection connection;
    private final List<RTCIceCandidate> early = new ArrayList<>();
    private @Nullable RTCDataChannel channel;
    private boolean described;
    private boolean closed;

    PlayerPeer(
            Context context,
            RTCConfiguration configuration,
            Codec codec,
            VideoTrack track,
            Consumer<PeerEvent> onEvent) {
        this.context = context;
        this.codec = codec;
        this.track = track;
        this.onEvent = onEvent;
        connection = WebRtc.factory().createPeerConnection(configuration, new ConnectionObserver());
    }

    /** Starts the conversation, as Unreal 5 does. */
    void offer() {
        RTCRtpTransceiverInit sending = new RTCRtpTransceiverInit();
        sending.direction = RTCRtpTransceiverDirection.SEND_ONLY;
        sending.streamIds = List.of(STREAM);
        prefer(connection.addTransceiver(track, sending));
        adopt(connection.createDataChannel(CHANNEL, new RTCDataChannelInit()));
        connection.createOffer(new RTCOfferOptions(), new Described("offer"));
    }

    /** Answers a browser that started the conversation, as Unreal 4 does; the browser opens the data channel. */
    void answer(String sdp) {
        connection.addTrack(track, List.of(STREAM));
        remote(RTCSdpType.OFFER, sdp, () -> {
            for (RTCRtpTransceiver transceiver : connection.getTransceivers()) {
                if (transceiver.getSender().getTrack() != null) {
                    transceiver.setDirection(RTCRtpTransceiverDirection.SEND_ONLY);
                    prefer(transceiver);
                }
            }
            connection.createAnswer(new RTCAnswerOptions(), new Described("answer"));
        });
    }

    void answered(String sdp) {
        remote(RTCSdpType.ANSWER, sdp, () -> {});
    }

    void candidate(RTCIceCandidate candidate) {
        if (described) {
            connection.addIceCandidate(candidate);
        } else {
            early.add(candidate);
        }
    }

    /** Dropped when the channel is not open. */
    void send(ByteBuffer message) {
        RTCDataChannel open = channel;
        if (open == null || open.getState() != RTCDataChannelState.OPEN) {
            return;
        }
        try {
            open.send(new RTCDataChannelBuffer(message, true));
        } catch (Exception failure) {
            fail("sending on the data channel failed: " + failure.getMessage());
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        RTCDataChannel open = channel;
        if (open != null) {
            open.unregisterObserver();
            open.close();
            open.dispose();
        }
        connection.close();
    }

    private void prefer(RTCRtpTransceiver transceiver) {
        transceiver.setCodecPreferences(codec.preferencesAmong(
                WebRtc.factory().getRtpSenderCapabilities(MediaType.VIDEO).getCodecs()));
    }

    private void remote(RTCSdpType type, String sdp, Runnable next) {
        connection.setRemoteDescription(new RTCSessionDescription(type, sdp), new Applied(() -> {
            described = true;
            early.forEach(connection::addIceCandidate);
            early.clear();
            next.run();
        }));
    }

    private void adopt(RTCDataChannel created) {
        channel = created;
        created.registerObserver(new ChannelObserver(created));
    }

    /** From a thread of the library to the event loop, unless it is all over by then. */
    private void hop(Runnable action) {
        context.runOnContext(ignored -> {
            if (!closed) {
                action.run();
            }
        });
    }

    private void fail(String reason) {
        onEvent.accept(new PeerEvent.Failed(reason));
    }

    private final class ConnectionObserver implements PeerConnectionObserver {
        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            JsonObject wire = new JsonObject()
                    .put("candidate", candidate.sdp)
                    .put("sdpMid", candidate.sdpMid)
                    .put("sdpMLineIndex", candidate.sdpMLineIndex);
            JsonObject message = new JsonObject().put("type", "iceCandidate").put("candidate", wire);
            hop(() -> onEvent.accept(new PeerEvent.Signal(message)));
        }

        @Override
        public void onDataChannel(RTCDataChannel opened) {
            hop(() -> {
                adopt(opened);
                if (opened.getState() == RTCDataChannelState.OPEN) {
                    onEvent.accept(new PeerEvent.Playing());
                }
            });
        }

        @Override
        public void onConnectionChange(RTCPeerConnectionState state) {
            if (state == RTCPeerConnectionState.FAILED) {
                hop(() -> fail("no way through the network to the browser"));
            }
        }
    }

    private final class ChannelObserver implements RTCDataChannelObserver {
        private final RTCDataChannel observed;

        ChannelObserver(RTCDataChannel observed) {
            this.observed = observed;
        }

        @Override
        public void onBufferedAmountChange(long previous) {}

        @Override
        public void onStateChange() {
            if (observed.getState() == RTCDataChannelState.OPEN) {
                hop(() -> onEvent.accept(new PeerEvent.Playing()));
            }
        }

        /** The bytes are the library's and gone after this call, so they are read here. */
        @Override
        public void onMessage(RTCDataChannelBuffer message) {
            PlayerInput input = PlayerInput.parse(message.data);
            hop(() -> onEvent.accept(new PeerEvent.Input(input)));
        }
    }

    private final class Described implements CreateSessionDescriptionObserver {
        private final String type;

        Described(String type) {
            this.type = type;
        }

        /** Sends the description before it is applied: candidates come with the latter, and must follow the former. */
        @Override
        public void onSuccess(RTCSessionDescription description) {
            JsonObject message = new JsonObject().put("type", type).put("sdp", description.sdp);
            hop(() -> {
                onEvent.accept(new PeerEvent.Signal(message));
                connection.setLocalDescription(description, new Applied(() -> {}));
            });
        }

        @Override
        public void onFailure(String reason) {
            hop(() -> fail("no " + type + " could be made: " + reason));
        }
    }

    private final class Applied implements SetSessionDescriptionObserver {
        private final Runnable next;

        Applied(Runnable next) {
            this.next = next;
        }

        @Override
        public void onSuccess() {
            hop(next);
        }

        @Override
        public void onFailure(String reason) {
            hop(() -> fail("a session description was refused: " + reason));
        }
    }
}
