// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

/** What a resource's name in Pulumi says of it: its type and its logical name. */
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
