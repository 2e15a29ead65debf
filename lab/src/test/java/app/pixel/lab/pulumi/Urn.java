// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

/** The type and the logical name in a resource's URN. */
record Urn(String type, String name) {

    /** {@code urn:pulumi:<stack>::<project>::<parent's type>$<type>::<name>}. */
    static Urn of(String urn) {
        String[] parts = urn.split("::", 4);
        return new Urn(parts[2].substring(parts[2].lastIndexOf('$') + 1), parts[3]);
    }

    @Override
    public String toString() {
        return type + " " + name;
    }
}
