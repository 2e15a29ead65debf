// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One figure with the values that were measured.
 *
 * @param bar the project's aim in words; no figure is held to it here
 * @param format how to print one value, with its unit
 */
record Figure(String name, String bar, String format, List<Double> values) {

    private static final String ROW = "%-66s %-11s %12s %12s %12s%n";

    Figure {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("The figure '" + name + "' has no value.");
        }
        values = values.stream().sorted().toList();
    }

    static String table(List<Figure> figures) {
        String head = ROW.formatted("", "aim", "least", "median", "most");
        return Stream.concat(Stream.of(head), figures.stream().map(Figure::row)).collect(Collectors.joining());
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    private String row() {
        return ROW.formatted(name, bar, print(values.getFirst()), print(median()), print(values.getLast()));
    }

    private String print(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
