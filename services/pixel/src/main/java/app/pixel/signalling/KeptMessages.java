// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages for a player whose socket is gone, in their order and bounded. */
final class KeptMessages {

    static final int MOST_MESSAGES = 64;
    static final int MOST_BYTES = 256 * 1024;

    private final List<String> texts = new ArrayList<>();
    private int bytes;

    /** Returns false, and keeps nothing, when the message exceeds a bound. */
    boolean add(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (texts.size() == MOST_MESSAGES || bytes + length > MOST_BYTES) {
            return false;
        }
        bytes += length;
        texts.add(text);
        return true;
    }

    List<String> all() {
        return List.copyOf(texts);
    }
}
