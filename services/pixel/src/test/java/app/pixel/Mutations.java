// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Inputs for parsers that face a peer: well-formed seeds, broken at random places. A seed number makes a run repeat.
 * {@code -Dpixel.fuzz.rounds} makes it longer.
 */
public final class Mutations {

    private static final int ROUNDS = Integer.getInteger("pixel.fuzz.rounds", 3_000);
    private static final int MOST_CHANGES = 6;
    private static final int LONGEST = 4_096;
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            ":",
            ",",
            "null",
            "true",
            "-1",
            "1e999",
            "9999999999999999999",
            "0.5",
            "\u0000",
            "\ud800",
            "\ufffd",
            "\\u0000",
            "\\ud800",
            "%",
            "%zz",
            "%00",
            "..",
            "/",
            "//",
            " ",
            "\r\n",
            "ä",
            ";",
            "=",
            "&");

    private final Random random;
    private final List<String> seeds;

    public Mutations(long seed, List<String> seeds) {
        this.random = new Random(seed);
        this.seeds = List.copyOf(seeds);
    }

    /** Hands over every input, and names the one that a failure came of. */
    public void each(Consumer<String> parser) {
        for (int round = 0; round < ROUNDS; round++) {
            String input = round < seeds.size() ? seeds.get(round) : mutated();
            try {
                parser.accept(input);
            } catch (RuntimeException | Error failure) {
                throw new AssertionError("round " + round + ": " + input, failure);
            }
        }
    }

    private String mutated() {
        StringBuilder text = new StringBuilder(pick(seeds));
        for (int changes = random.nextInt(1, MOST_CHANGES); changes > 0; changes--) {
            change(text);
        }
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    private void change(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(8));
        switch (random.nextInt(6)) {
            case 0 -> text.insert(at, pick(PIECES));
            case 1 -> text.replace(at, end, pick(PIECES));
            case 2 -> text.delete(at, end);
            case 3 -> text.insert(at, text.substring(at));
            case 4 -> text.append(pick(seeds));
            default -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf((char) random.nextInt(0x180)));
        }
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
