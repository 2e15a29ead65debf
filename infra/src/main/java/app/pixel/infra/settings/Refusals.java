// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.settings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The findings of one reading of a stack's settings, shared by the settings and the objects inside them. */
final class Refusals {
    private final List<String> sentences = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> read = new LinkedHashSet<>();
    private final Set<String> encrypted;
    private boolean cutShort;

    Refusals(Set<String> encrypted) {
        this.encrypted = Set.copyOf(encrypted);
    }

    void add(String sentence) {
        if (!sentences.contains(sentence)) {
            sentences.add(sentence);
        }
    }

    void warn(String sentence) {
        if (!warnings.contains(sentence)) {
            warnings.add(sentence);
        }
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** A section ended before it had read all of its settings, so that the unknown ones cannot be told. */
    void cutShort() {
        cutShort = true;
    }

    boolean isCutShort() {
        return cutShort;
    }

    int count() {
        return sentences.size();
    }

    List<String> sentences() {
        return List.copyOf(sentences);
    }

    void markRead(String path) {
        read.add(path);
    }

    boolean isKnown(String path) {
        return read.contains(path);
    }

    /** The known setting that an unknown one was probably meant to be is the nearest by spelling. */
    void unknown(String path) {
        String meant = read.stream()
                .filter(known -> Spelling.distance(known, path) <= 3)
                .min((a, b) -> Integer.compare(Spelling.distance(a, path), Spelling.distance(b, path)))
                .map(known -> ": did you mean " + known + "?")
                .orElse(": Pulumi.yaml lists the settings there are.");
        add(path + " is not a setting" + meant);
    }

    /** Tells that the setting, or the object that it is part of, is encrypted in the stack's file. */
    boolean isEncrypted(String path) {
        return encrypted.stream().anyMatch(key -> path.equals(key) || path.startsWith(key + "."));
    }
}
