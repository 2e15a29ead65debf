// SPDX-License-Identifier: Apache-2.0
package app.pixel.turn;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pods that relays run in: those of a namespace that a label selects.
 *
 * @param label such as {@code app.kubernetes.io/name=coturn}
 */
record RelayPods(String namespace, String label) {

    /** A namespace is a DNS label; a label's key may have a prefix before another slash. */
    private static final Pattern TEXT = Pattern.compile("([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)/"
            + "((?:[A-Za-z0-9.-]{1,253}/)?[A-Za-z0-9._-]{1,63}=[A-Za-z0-9._-]{1,63})");

    /** @throws IllegalArgumentException with a sentence, for any other form than {@code NAMESPACE/LABEL=VALUE} */
    static RelayPods parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("--relay-pods is a namespace and a label, such as"
                    + " pixel-turn/app.kubernetes.io/name=coturn, and not '" + text + "'.");
        }
        return new RelayPods(matcher.group(1), matcher.group(2));
    }
}
