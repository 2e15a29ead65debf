// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of bytes into the JSON objects that it holds, one after the other without any framing. They may arrive
 * glued together or in pieces of any size; each byte is looked at once.
 */
final class JsonSplitter {

    private final int largest;
    private Buffer started = Buffer.buffer();
    private int depth;
    private boolean inString;
    private boolean escaped;

    /** @param largest the size in bytes that no object may exceed */
    JsonSplitter(int largest) {
        this.largest = largest;
    }

    /**
     * The objects that this piece completes; they are balanced, which does not make them JSON.
     *
     * @throws IllegalArgumentException when the stream holds something other than objects, or one that is too large;
     *     nothing after that makes sense
     */
    List<String> feed(Buffer piece) {
        List<String> objects = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < piece.length(); at++) {
            boolean outside = depth == 0;
            step(piece.getByte(at));
            if (outside) {
                from = at;
            } else if (depth == 0) {
                objects.add(keep(piece, from, at + 1).toString(StandardCharsets.UTF_8));
                started = Buffer.buffer();
            }
        }
        if (depth > 0) {
            keep(piece, from, piece.length());
        }
        return objects;
    }

    private Buffer keep(Buffer piece, int from, int to) {
        if (started.length() + to - from > largest) {
            throw new IllegalArgumentException("A message is larger than %d bytes.".formatted(largest));
        }
        return started.appendBuffer(piece, from, to - from);
    }

    /** No byte of a multi-byte UTF-8 character looks like one of these signs. */
    private void step(byte sign) {
        if (inString) {
            inString = escaped || sign != '"';
            escaped = !escaped && sign == '\\';
            return;
        }
        switch (sign) {
            case '{' -> depth++;
            case '}' -> depth--;
            case '"' -> inString = true;
            default -> {}
        }
        boolean between = depth == 0 && sign != '}';
        if (depth < 0 || (between && !isBlank(sign))) {
            throw new IllegalArgumentException("Between two messages there is something else.");
        }
    }

    private static boolean isBlank(byte sign) {
        return sign == ' ' || sign == '\n' || sign == '\r' || sign == '\t' || sign == 0;
    }
}
