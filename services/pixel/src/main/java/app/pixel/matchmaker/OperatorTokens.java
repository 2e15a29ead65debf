// SPDX-License-Identifier: Apache-2.0
package app.pixel.matchmaker;

import app.pixel.web.BearerToken;
import app.pixel.web.SecretFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows operators by their tokens: one that is fixed at start, and those of a file, one {@code NAME SCOPE TOKEN} a
 * line. The file is read for every request, so that a token can be given and taken without a restart.
 */
final class OperatorTokens {

    /** The rights of an operator, spelt as in the file; each has those before it too. */
    enum Scope {
        read,
        operate
    }

    /** An operator, by the name that stands in logs. */
    record Operator(String name, Scope scope) {

        boolean may(Scope wanted) {
            return scope.compareTo(wanted) >= 0;
        }
    }

    private record Entry(Operator operator, String token) {}

    private static final int SHORTEST_TOKEN = 16;

    private final byte @Nullable [] fixed;
    private final Optional<SecretFile> file;

    /** @param fixed a token that may read; null for none */
    OperatorTokens(byte @Nullable [] fixed, Optional<SecretFile> file) {
        this.fixed = fixed;
        this.file = file;
    }

    /** Reports whether no operator can be known. */
    boolean areNone() {
        return fixed == null && file.isEmpty();
    }

    /** The operator who shows this token; fails with a sentence that holds no token, when the file cannot be read. */
    Future<Optional<Operator>> find(Vertx vertx, BearerToken shown) {
        if (fixed != null && shown.is(fixed)) {
            return Future.succeededFuture(Optional.of(new Operator("list-token", Scope.read)));
        }
        return file.map(lines -> lines.read(vertx))
                .orElse(Future.succeededFuture(List.of()))
                .map(lines -> lines.stream()
                        .map(OperatorTokens::entry)
                        .filter(entry -> shown.is(entry.token()))
                        .map(Entry::operator)
                        .findFirst());
    }

    private static Entry entry(String line) {
        String[] words = line.split("\\s+", -1);
        Optional<Scope> scope = words.length == 3 ? scope(words[1]) : Optional.empty();
        if (scope.isEmpty() || words[2].length() < SHORTEST_TOKEN) {
            throw new IllegalStateException("The operators' file has a line that is not NAME read|operate TOKEN, with a"
                    + " token of " + SHORTEST_TOKEN + " characters or more.");
        }
        return new Entry(new Operator(words[0], scope.get()), words[2]);
    }

    private static Optional<Scope> scope(String word) {
        return Stream.of(Scope.values())
                .filter(scope -> scope.name().equals(word))
                .findFirst();
    }
}
