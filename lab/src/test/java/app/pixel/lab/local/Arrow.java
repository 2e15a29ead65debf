// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

/**
 * A connection from one component to a port of another.
 *
 * @param from a component, or a party outside of the workloads' namespace
 * @param to likewise
 * @param protocol {@code TCP} or {@code UDP}
 */
record Arrow(String from, String to, String protocol, int port) implements Comparable<Arrow> {

    @Override
    public String toString() {
        return "%s > %s:%d/%s".formatted(from, to, port, protocol);
    }

    @Override
    public int compareTo(Arrow other) {
        return toString().compareTo(other.toString());
    }
}
