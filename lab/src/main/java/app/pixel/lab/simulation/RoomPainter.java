// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import app.pixel.lab.room.Ball;
import app.pixel.lab.room.Camera;
import app.pixel.lab.room.RoomView;
import app.pixel.lab.room.Vec;
import app.pixel.lab.simulation.Picture.Colour;
import app.pixel.lab.simulation.PlayerInput.Position;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows a lit room that its players walk through. W, A, S and D or a stick walk; the mouse or a finger turns. A click
 * leaves a spark, or changes the mirror that floats in the middle. The strip below tells how long the latest input
 * took to become a picture.
 *
 * <p>A machine that is too slow for the wanted size draws at half of it, and tells so once.
 */
final class RoomPainter implements Painter {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final Vec ENTRANCE = new Vec(0, 1.6, -3.3);
    private static final double STEPS_A_SECOND = 2.6;
    private static final double TURNS_A_SECOND = 1.8;
    private static final int MOST_SPARKS = 6;
    private static final int MIRROR_COLOURS = 5;
    /** So many frames tell how fast the machine is, once the compiler has seen the code. */
    private static final int FRAMES_TRIED = 90;
    /** The share of a frame's time that drawing may take: the encoder needs the rest. */
    private static final double SHARE = 0.6;

    private final String id;
    private final double hue;
    private final int framesPerSecond;
    private final Picture picture;
    private final Consumer<VideoSize> slower;
    private final Deque<Ball> sparks = new ArrayDeque<>();
    private Optional<RoomView> view = Optional.empty();
    private int detail = 1;
    private long framesDrawn;
    private long nanosDrawing;
    private Vec at = ENTRANCE;
    private double turned;
    private int clicksSeen;
    private int mirrorColour;

    /** @param slower hears of a size that is drawn instead of the wanted one */
    RoomPainter(String id, VideoSize size, int framesPerSecond, Consumer<VideoSize> slower) {
        this.id = id;
        this.hue = hueOf(id);
        this.framesPerSecond = framesPerSecond;
        this.picture = new Picture(size);
        this.slower = slower;
    }

    /** Neighbouring numbers at the end of an id lie far apart on the colour wheel. */
    static double hueOf(String id) {
        double golden = 0.618034;
        return Math.floorMod(id.hashCode(), 1_000) * golden % 1;
    }

    @Override
    public void prepare() {
        if (view.isEmpty()) {
            VideoSize size = picture.size();
            view = Optional.of(new RoomView(size.width() / detail, size.height() / detail, hue, new Writing(id)));
        }
    }

    @Override
    public Picture paint(Moment moment) {
        prepare();
        RoomView room = view.orElseThrow();
        long began = System.nanoTime();
        if (moment.controls().equals(Controls.IDLE)) {
            enter();
        }
        walk(room, moment.controls());
        Camera camera = new Camera(
                at, turned + moment.controls().yaw(), moment.controls().pitch());
        react(room, camera, moment);
        picture.load(room.draw(camera, balls(moment.frame())), detail);
        strip(moment);
        judge(System.nanoTime() - began);
        return picture;
    }

    /** A new world begins at the entrance, without marks. */
    private void enter() {
        at = ENTRANCE;
        turned = 0;
        sparks.clear();
        clicksSeen = 0;
        mirrorColour = 0;
    }

    private void walk(RoomView room, Controls controls) {
        double ahead = key(controls, 'W', 38) - key(controls, 'S', 40) + controls.axis(2);
        double aside = key(controls, 'D', 'D') - key(controls, 'A', 'A') + controls.axis(1);
        double turn = key(controls, 'E', 39) - key(controls, 'Q', 37) + controls.axis(3);
        turned += turn * TURNS_A_SECOND / framesPerSecond;
        double yaw = turned + controls.yaw();
        Vec step = new Vec(
                Math.sin(yaw) * ahead + Math.cos(yaw) * aside, 0, Math.cos(yaw) * ahead - Math.sin(yaw) * aside);
        at = room.standing(at.plus(step.times(STEPS_A_SECOND / framesPerSecond)));
    }

    private static int key(Controls controls, int first, int second) {
        return controls.isDown(first) || controls.isDown(second) ? 1 : 0;
    }

    private void react(RoomView room, Camera camera, Moment moment) {
        int clicks = moment.controls().clicks();
        if (clicks != clicksSeen) {
            Position clicked = moment.controls().clicked();
            if (room.hits(camera, clicked.x(), clicked.y(), mirror(moment.frame()))) {
                mirrorColour++;
            } else {
                sparks.addLast(Ball.spark(room.hit(camera, clicked.x(), clicked.y()), hue + 0.5 + 0.1 * clicks));
            }
        }
        clicksSeen = clicks;
        if (sparks.size() > MOST_SPARKS) {
            sparks.removeFirst();
        }
    }

    private List<Ball> balls(long frame) {
        List<Ball> balls = new ArrayList<>(sparks);
        balls.add(mirror(frame));
        return balls;
    }

    private Ball mirror(long frame) {
        double height = 1.38 + 0.06 * Math.sin(2 * Math.PI * frame / (4.0 * framesPerSecond));
        return Ball.mirror(new Vec(0, height, 0), hue + (double) mirrorColour / MIRROR_COLOURS);
    }

    private void strip(Moment moment) {
        VideoSize size = picture.size();
        int scale = Math.max(1, size.height() / 360);
        int height = (Glyphs.HEIGHT + 6) * scale;
        int top = size.height() - height;
        picture.fill(0, top, size.width(), height, Colour.BLACK);
        String latency = moment.inputMillis() < 0
                ? "W A S D AND MOUSE, TOUCH OR GAMEPAD"
                : "INPUT TO PICTURE %d MS".formatted(moment.inputMillis());
        String text = "%s  %s  %s".formatted(id, CLOCK.format(moment.clock()), latency);
        picture.write(6 * scale, top + 3 * scale, scale, text, Colour.WHITE);
    }

    private void judge(long nanos) {
        nanosDrawing += nanos;
        framesDrawn++;
        if (framesDrawn == FRAMES_TRIED) {
            double share = (double) nanosDrawing * framesPerSecond / FRAMES_TRIED / 1e9;
            if (share > SHARE && detail == 1) {
                detail = 2;
                view = Optional.empty();
                slower.accept(
                        new VideoSize(picture.size().width() / 2, picture.size().height() / 2));
            }
            framesDrawn = 0;
            nanosDrawing = 0;
        }
    }
}
