// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

import java.util.List;
import java.util.stream.Stream;

/** The room itself: a hall with columns, a pedestal in its middle, and a name on its wall. All of it stands still. */
final class Room {

    static final double HALF_WIDTH = 5;
    static final double HALF_DEPTH = 4;
    static final double HEIGHT = 3.4;

    private static final double COLUMN = 0.28;
    private static final Rgb STONE = new Rgb(0.62, 0.60, 0.57);
    private static final Rgb DARK_STONE = new Rgb(0.16, 0.16, 0.18);
    private static final Rgb AROUND = new Rgb(0.10, 0.11, 0.14);

    private final List<Panel> shell;
    private final List<Block> blocks;
    private final List<Lamp> lamps;

    /** @param accent the colour by which visitors tell one streamer's room from another's */
    Room(Rgb accent, Sign sign) {
        Panel.Paint wall = wall(accent);
        Vec up = new Vec(0, HEIGHT, 0);
        shell = List.of(
                new Panel(at(-1, 0, -1), new Vec(2 * HALF_WIDTH, 0, 0), new Vec(0, 0, 2 * HALF_DEPTH), Room::floor),
                new Panel(at(-1, 1, 1), new Vec(2 * HALF_WIDTH, 0, 0), new Vec(0, 0, -2 * HALF_DEPTH), Room::ceiling),
                new Panel(at(-1, 0, 1), new Vec(2 * HALF_WIDTH, 0, 0), up, withSign(wall, sign, accent)),
                new Panel(at(1, 0, 1), new Vec(0, 0, -2 * HALF_DEPTH), up, wall),
                new Panel(at(1, 0, -1), new Vec(-2 * HALF_WIDTH, 0, 0), up, withSign(wall, sign, accent)),
                new Panel(at(-1, 0, -1), new Vec(0, 0, 2 * HALF_DEPTH), up, wall));
        Panel.Paint stone = (right, above) -> above < 0.12 || above > HEIGHT - 0.12 ? DARK_STONE : STONE;
        blocks = Stream.concat(
                        Stream.of(new Block(new Vec(-0.45, 0, -0.45), new Vec(0.45, 0.75, 0.45), pedestal(accent))),
                        Stream.of(-3.2, 3.2).flatMap(x -> Stream.of(-2.3, 2.3).map(z -> column(x, z, stone))))
                .toList();
        lamps = List.of(
                lamp(0, 0, new Rgb(1, 0.90, 0.74), 6),
                lamp(-3.6, 0, accent, 9),
                lamp(3.6, 0, accent.mixedWith(new Rgb(0.6, 0.7, 1), 0.35), 8));
    }

    List<Panel> panels() {
        return Stream.concat(shell.stream(), blocks.stream().flatMap(block -> block.panels().stream()))
                .toList();
    }

    Lighting lighting() {
        return new Lighting(lamps, blocks, shell, AROUND);
    }

    /** The place nearest to {@code at} at which a visitor can stand. */
    Vec standing(Vec at) {
        double margin = 0.4;
        Vec inside = new Vec(
                Math.clamp(at.x(), margin - HALF_WIDTH, HALF_WIDTH - margin),
                at.y(),
                Math.clamp(at.z(), margin - HALF_DEPTH, HALF_DEPTH - margin));
        Vec free = inside;
        for (Block block : blocks) {
            free = block.pushOut(free, margin);
        }
        return free;
    }

    private static Vec at(int x, int y, int z) {
        return new Vec(x * HALF_WIDTH, y * HEIGHT, z * HALF_DEPTH);
    }

    private static Block column(double x, double z, Panel.Paint paint) {
        return new Block(new Vec(x - COLUMN, 0, z - COLUMN), new Vec(x + COLUMN, HEIGHT, z + COLUMN), paint);
    }

    private static Lamp lamp(double x, double z, Rgb light, double strength) {
        return new Lamp(new Vec(x, HEIGHT - 0.05, z), new Vec(0.5, 0, 0.9), light.times(strength));
    }

    private static Rgb floor(double right, double above) {
        double seam = Math.min(right % 1, above % 1);
        boolean dark = ((int) right + (int) above) % 2 == 0;
        return seam < 0.02 ? Rgb.grey(0.08) : dark ? new Rgb(0.30, 0.31, 0.34) : new Rgb(0.56, 0.55, 0.53);
    }

    /** Ceilings lie flat under their lamps, so that the lamps are painted onto them as white fields. */
    private static Rgb ceiling(double right, double above) {
        double x = Math.abs(right - HALF_WIDTH);
        double z = Math.abs(above - HALF_DEPTH);
        boolean lit = z < 0.9 && (x < 0.5 || Math.abs(x - 3.6) < 0.5);
        boolean beam = above % 2 < 0.12;
        return lit ? Rgb.grey(30) : beam ? Rgb.grey(0.3) : Rgb.grey(0.75);
    }

    private static Panel.Paint wall(Rgb accent) {
        Rgb skirting = DARK_STONE;
        Rgb stripe = accent.mixedWith(Rgb.grey(0.4), 0.25);
        return (right, above) -> {
            if (above < 0.14) {
                return skirting;
            }
            boolean line = above > 1.05 && above < 1.13;
            boolean joint = right % 1.25 < 0.012 && above > 1.13;
            return line ? stripe : joint ? Rgb.grey(0.25) : above < 1.05 ? Rgb.grey(0.34) : STONE;
        };
    }

    private static Panel.Paint pedestal(Rgb accent) {
        return (right, above) -> above > 0.64 && above < 0.70 ? accent : DARK_STONE.times(1.6);
    }

    /** A board in the middle of a wall, whose lit dots shine by themselves. */
    private static Panel.Paint withSign(Panel.Paint wall, Sign sign, Rgb accent) {
        double dot = Math.min(0.075, 4.4 / sign.columns());
        double left = HALF_WIDTH - sign.columns() * dot / 2;
        double top = 2.75;
        double border = 0.14;
        Rgb light = accent.mixedWith(Rgb.grey(1), 0.35).times(9);
        return (right, above) -> {
            double column = (right - left) / dot;
            double row = (top - above) / dot;
            double edge = border / dot;
            if (column < -edge || row < -edge || column > sign.columns() + edge || row > sign.rows() + edge) {
                return wall.at(right, above);
            }
            boolean inside = column >= 0 && row >= 0 && column < sign.columns() && row < sign.rows();
            boolean round = Math.hypot(column % 1 - 0.5, row % 1 - 0.5) < 0.48;
            return inside && round && sign.isLit((int) column, (int) row) ? light : Rgb.grey(0.03);
        };
    }
}
