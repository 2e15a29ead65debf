// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The credentials that we issue before the real coturn, in the configuration that we give it.
 *
 * <p>127.0.0.3 stands for a GPU node, in the one range that is allowed; 127.0.0.2 for the metadata service of a cloud.
 */
@SuppressWarnings("NullAway.Init")
@Tag("slow")
class CoturnTest {

    private static final String SECRET = "the-secret-that-signs";
    private static final String FORMER_SECRET = "the-secret-of-yesterday";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int QUOTA_REACHED = 486;

    @TempDir
    private static Path folder;

    private static Coturn coturn;

    @BeforeAll
    static void start() throws Exception {
        Coturn.require();
        coturn = Coturn.start(
                folder,
                List.of(SECRET, "", FORMER_SECRET),
                Map.of("TURN_ALLOWED_PEERS", "127.0.0.3/32", "TURN_USER_QUOTA", "2"));
    }

    @AfterAll
    static void stop() {
        if (coturn != null) {
            coturn.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void media_flows_between_client_with_the_gpu_side(TurnClient.Transport transport) throws Exception {
        try (TurnClient client = coturn.client(transport, Coturn.credentials(SECRET, "player-" + transport));
                DatagramSocket unreal = new DatagramSocket(new InetSocketAddress("127.0.0.3", 0))) {
            unreal.setSoTimeout(10_000);
            InetSocketAddress peer = (InetSocketAddress) unreal.getLocalSocketAddress();

            Stun allocated = client.allocate();
            assertThat(allocated.error()).isZero();
            assertThat(client.permit(peer).error()).isZero();
            client.send(peer, "from the player");

            DatagramPacket received = new DatagramPacket(new byte[100], 100);
            unreal.receive(received);
            assertThat(new String(received.getData(), 0, received.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("from the player");
            assertThat(received.getSocketAddress()).isEqualTo(allocated.address(Stun.XOR_RELAYED_ADDRESS));

            byte[] answer = "from Unreal".getBytes(StandardCharsets.UTF_8);
            unreal.send(new DatagramPacket(answer, answer.length, received.getSocketAddress()));
            assertThat(client.receive()).isEqualTo("from Unreal");
        }
    }

    @Test
    void credentials_under_either_of_two_secrets_are_accepted() throws Exception {
        assertThat(errorOf(Coturn.credentials(SECRET, "new"))).isZero();
        assertThat(errorOf(Coturn.credentials(FORMER_SECRET, "old"))).isZero();
    }

    @Test
    void credentials_under_a_secret_that_was_taken_away_are_refused() throws Exception {
        assertThat(errorOf(Coturn.credentials("the-secret-of-last-week", "older")))
                .isEqualTo(UNAUTHORIZED);
    }

    @Test
    void expired_credentials_are_refused() throws Exception {
        Instant past = Instant.now().minusSeconds(60);

        assertThat(errorOf(TurnCredentials.issue(SECRET, "late", past))).isEqualTo(UNAUTHORIZED);
    }

    @Test
    void forged_credentials_are_refused() throws Exception {
        TurnCredentials mine =
                TurnCredentials.issue(SECRET, "mallory", Instant.now().minusSeconds(60));
        String extended = Instant.now().plusSeconds(600).getEpochSecond() + ":mallory";
        TurnCredentials ofOther = Coturn.credentials(SECRET, "alice");

        assertThat(errorOf(new TurnCredentials(extended, mine.credential()))).isEqualTo(UNAUTHORIZED);
        assertThat(errorOf(new TurnCredentials(ofOther.username().replace("alice", "mallory"), ofOther.credential())))
                .isEqualTo(UNAUTHORIZED);
        assertThat(errorOf(new TurnCredentials(ofOther.username(), "password"))).isEqualTo(UNAUTHORIZED);
        assertThat(errorOf(new TurnCredentials("alice", ofOther.credential()))).isEqualTo(UNAUTHORIZED);
    }

    @Test
    void credentials_for_another_realm_are_refused() throws Exception {
        try (TurnClient client = coturn.client(Coturn.credentials(SECRET, "stranger"))) {
            assertThat(client.allocateInRealm("other.realm").error()).isNotZero();
        }
    }

    @Test
    void only_a_client_over_its_quota_is_refused() throws Exception {
        try (TurnClient first = coturn.client(Coturn.credentials(SECRET, "greedy"));
                TurnClient second = coturn.client(Coturn.credentials(SECRET, "greedy"));
                TurnClient third = coturn.client(
                        TurnCredentials.issue(SECRET, "greedy", Instant.now().plusSeconds(900)))) {
            assertThat(first.allocate().error()).isZero();
            assertThat(second.allocate().error()).isZero();
            assertThat(third.allocate().error()).isEqualTo(QUOTA_REACHED);
            assertThat(errorOf(Coturn.credentials(SECRET, "modest"))).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.2",
                "127.0.0.1",
                "169.254.169.254",
                "10.96.0.1",
                "10.244.3.7",
                "10.26.0.2",
                "172.16.0.1",
                "192.168.0.1",
                "192.0.0.192",
                "100.64.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "0.0.0.1"
            })
    void a_peer_that_is_not_public_is_refused(String peer) throws Exception {
        try (TurnClient client = coturn.client(Coturn.credentials(SECRET, "curious-" + peer))) {
            assertThat(client.allocate().error()).isZero();

            assertThat(client.permit(new InetSocketAddress(peer, 80)).error()).isEqualTo(FORBIDDEN);
        }
    }

    @Test
    void a_public_peer_is_permitted() throws Exception {
        try (TurnClient client = coturn.client(Coturn.credentials(SECRET, "neighbour"))) {
            assertThat(client.allocate().error()).isZero();

            assertThat(client.permit(new InetSocketAddress("203.0.113.80", 4000))
                            .error())
                    .isZero();
        }
    }

    @Test
    void nothing_reaches_a_denied_peer() throws Exception {
        try (TurnClient client = coturn.client(Coturn.credentials(SECRET, "intruder"));
                DatagramSocket unreal = new DatagramSocket(new InetSocketAddress("127.0.0.3", 0));
                DatagramSocket metadata = new DatagramSocket(new InetSocketAddress("127.0.0.2", 0))) {
            unreal.setSoTimeout(10_000);
            client.allocate();
            client.permit((InetSocketAddress) metadata.getLocalSocketAddress());
            client.permit((InetSocketAddress) unreal.getLocalSocketAddress());

            client.send((InetSocketAddress) metadata.getLocalSocketAddress(), "GET /opc/v2/instance/");
            client.send((InetSocketAddress) unreal.getLocalSocketAddress(), "sent later");
            unreal.receive(new DatagramPacket(new byte[100], 100));

            metadata.setSoTimeout(1);
            Assertions.assertThatThrownBy(() -> metadata.receive(new DatagramPacket(new byte[100], 100)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void no_client_gets_in_without_credentials() throws Exception {
        try (TurnClient client = coturn.client(new TurnCredentials("", ""))) {
            assertThat(client.allocate().error()).isNotZero();
        }
    }

    private static int errorOf(TurnCredentials credentials) throws Exception {
        try (TurnClient client = coturn.client(credentials)) {
            return client.allocate().error();
        }
    }
}
