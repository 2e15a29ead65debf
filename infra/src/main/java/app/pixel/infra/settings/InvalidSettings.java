// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.settings;

import java.util.List;

/** The stack's settings are not allowed; one sentence each, in the order in which they were read. */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // An unmodifiable list of strings is serialisable.
    private final List<String> sentences;

    InvalidSettings(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = List.copyOf(sentences);
    }

    public List<String> sentences() {
        return sentences;
    }
}
