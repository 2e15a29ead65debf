// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.lab.simulation.PlayerInput.Position;
import app.pixel.lab.simulation.PlayerInput.Press;
import app.pixel.lab.simulation.PlayerInput.Touch;
import app.pixel.lab.simulation.PlayerInput.Unreadable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlayerInputTest {

    @Test
    void reads_a_mouse_button_with_its_place() {
        PlayerInput input = parse(
                bytes(7).put((byte) 72).put((byte) 2).putShort((short) 32768).putShort((short) 16384));

        assertThat(input).isEqualTo(new PlayerInput.MouseButton(Press.DOWN, 2, new Position(0.5, 0.25)));
    }

    @Test
    void reads_a_mouse_move_with_signed_deltas() {
        PlayerInput input = parse(bytes(9).put((byte) 74)
                .putShort((short) 0)
                .putShort((short) 65535)
                .putShort((short) -32767)
                .putShort((short) 32767));

        assertThat(input).isEqualTo(new PlayerInput.MouseMove(new Position(0, 65535 / 65536.0), -1, 1));
    }

    @Test
    void reads_keys() {
        assertThat(parse(bytes(3).put((byte) 60).put((byte) 65).put((byte) 1)))
                .isEqualTo(new PlayerInput.KeyDown(65, true));
        assertThat(parse(bytes(2).put((byte) 61).put((byte) 253))).isEqualTo(new PlayerInput.KeyUp(253));
        assertThat(parse(bytes(3).put((byte) 62).putShort((short) 0x20ac))).isEqualTo(new PlayerInput.KeyPress('€'));
    }

    @Test
    void reads_text_in_utf_16() {
        byte[] units = "{\"a\":\"ä€\"}".getBytes(StandardCharsets.UTF_16LE);

        PlayerInput input = parse(bytes(3 + units.length)
                .put((byte) 50)
                .putShort((short) (units.length / 2))
                .put(units));

        assertThat(input).isEqualTo(new PlayerInput.UiInteraction("{\"a\":\"ä€\"}"));
    }

    @Test
    void reads_several_fingers_without_those_beside_the_picture() {
        ByteBuffer message = bytes(16).put((byte) 80).put((byte) 2);
        message.putShort((short) 32768)
                .putShort((short) 32768)
                .put((byte) 0)
                .put((byte) 200)
                .put((byte) 1);
        message.putShort((short) -1)
                .putShort((short) -1)
                .put((byte) 1)
                .put((byte) 0)
                .put((byte) 0);

        assertThat(parse(message))
                .isEqualTo(new PlayerInput.Touches(true, List.of(new Touch(new Position(0.5, 0.5), 0, 200))));
    }

    @Test
    void reads_a_gamepad_axis() {
        PlayerInput input =
                parse(bytes(11).put((byte) 92).put((byte) 1).put((byte) 3).putDouble(-0.25));

        assertThat(input).isEqualTo(new PlayerInput.GamepadAxis(1, 3, -0.25));
    }

    @ParameterizedTest
    @EnumSource
    void every_message_is_read_whole_or_refused_when_cut_short(InputMessage message) {
        int length = 1
                + message.fields().stream()
                        .mapToInt(PlayerInputTest::zeroLength)
                        .sum();
        ByteBuffer whole = bytes(length).put(0, (byte) message.id());
        boolean touches = message.name().startsWith("TOUCH");

        assertThat(parse(whole.position(length))).isNotInstanceOf(Unreadable.class);
        ByteBuffer cut = bytes(length - 1);
        if (length > 1) {
            cut.put((byte) message.id());
            if (touches) {
                cut.put((byte) 1);
            }
            assertThat(parse(cut.position(length - 1))).isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void a_text_that_claims_more_than_there_is_is_refused() {
        PlayerInput input =
                parse(bytes(5).put((byte) 51).putShort((short) 0xffff).putShort((short) 'a'));

        assertThat(input).isEqualTo(new Unreadable("COMMAND is cut short"));
    }

    @Test
    void unknown_or_missing_first_bytes_are_refused() {
        assertThat(PlayerInput.parse(ByteBuffer.allocate(0))).isInstanceOf(Unreadable.class);
        assertThat(parse(bytes(1).put((byte) 200))).isEqualTo(new Unreadable("no message starts with 200"));
    }

    @Test
    void no_bytes_whatever_make_it_throw_or_break_the_picture() {
        Random random = new Random(20261123);
        TestPattern pattern = new TestPattern("hostile", new VideoSize(160, 90));
        List<InputMessage> known = List.of(InputMessage.values());
        Scene scene = Scene.EMPTY;
        for (int i = 0; i < 50_000; i++) {
            byte[] message = new byte[random.nextInt(40)];
            random.nextBytes(message);
            if (message.length > 0 && i % 2 == 0) {
                message[0] = (byte) known.get(random.nextInt(known.size())).id();
            }
            scene = scene.after(PlayerInput.parse(ByteBuffer.wrap(message)));
            if (i % 500 == 0) {
                pattern.paint(scene, i, LocalTime.NOON);
            }
        }
        assertThat(scene.keys()).hasSizeBetween(1, 12);
        assertThat(scene.clicks()).hasSizeBetween(1, 8);
    }

    /** Returns a field's length when all its bytes are zero; a text is then empty. */
    private static int zeroLength(InputMessage.Field field) {
        return switch (field) {
            case UINT8 -> 1;
            case UINT16, INT16, STRING -> 2;
            case DOUBLE -> 8;
        };
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static PlayerInput parse(ByteBuffer written) {
        return PlayerInput.parse(written.flip());
    }
}
