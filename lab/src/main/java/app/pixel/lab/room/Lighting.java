// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.room;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Computes how much light reaches a place: from each lamp past the blocks, and from everywhere where nothing is near.
 *
 * <p>The samples are random with a fixed seed, so the same room looks the same in every process.
 */
final class Lighting {

    private static final int LAMP_SAMPLES = 5;
    private static final int AROUND_SAMPLES = 24;
    /** A surface this near takes some of the light that comes from everywhere. */
    private static final double NEAR = 1.1;
    /** Places are lifted off their own surface. */
    private static final double LIFT = 0.01;

    private final List<Lamp> lamps;
    private final List<Block> blocks;
    private final List<Panel> shell;
    private final Rgb around;
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    Lighting(List<Lamp> lamps, List<Block> blocks, List<Panel> shell, Rgb around) {
        this.lamps = lamps;
        this.blocks = blocks;
        this.shell = shell;
        this.around = around;
    }

    Rgb at(Vec place, Vec normal) {
        Vec lifted = place.plus(normal.times(LIFT));
        Rgb light = around.times(openness(lifted, normal));
        for (Lamp lamp : lamps) {
            light = light.plus(from(lamp, lifted, normal));
        }
        return light;
    }

    private Rgb from(Lamp lamp, Vec place, Vec normal) {
        double sum = 0;
        for (int i = 0; i < LAMP_SAMPLES; i++) {
            for (int j = 0; j < LAMP_SAMPLES; j++) {
                Vec source =
                        lamp.at((i + random.nextDouble()) / LAMP_SAMPLES, (j + random.nextDouble()) / LAMP_SAMPLES);
                sum += throughput(place, normal, source.minus(place));
            }
        }
        return lamp.light().times(sum / (LAMP_SAMPLES * LAMP_SAMPLES));
    }

    /** Light falls off with the square of the distance and with the angle at both ends; a block stops it. */
    private double throughput(Vec place, Vec normal, Vec way) {
        double distance = way.length();
        Vec direction = way.times(1 / distance);
        double arrives = direction.dot(normal);
        double leaves = direction.y();
        if (arrives <= 0 || leaves <= 0 || isHidden(place, direction, distance)) {
            return 0;
        }
        return arrives * leaves / (distance * distance);
    }

    private double openness(Vec place, Vec normal) {
        double open = 0;
        double possible = 0;
        for (int i = 0; i < AROUND_SAMPLES; i++) {
            Vec direction = anyDirection(normal);
            double weight = direction.dot(normal);
            possible += weight;
            double free = Math.min(1, nearest(place, direction) / NEAR);
            open += weight * free;
        }
        return open / possible;
    }

    private Vec anyDirection(Vec normal) {
        Vec direction = new Vec(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).unit();
        return direction.dot(normal) > 0 ? direction : direction.times(-1);
    }

    private double nearest(Vec place, Vec direction) {
        if (isHidden(place, direction, NEAR)) {
            return NEAR / 3;
        }
        return shell.stream()
                .mapToDouble(panel -> panel.distance(place, direction))
                .min()
                .orElse(NEAR);
    }

    private boolean isHidden(Vec place, Vec direction, double limit) {
        for (Block block : blocks) {
            if (block.hides(place, direction, limit)) {
                return true;
            }
        }
        return false;
    }
}
