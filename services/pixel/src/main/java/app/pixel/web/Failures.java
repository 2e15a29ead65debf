// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

/** Words for failures. */
public final class Failures {

    private Failures() {}

    /**
     * The message of the failure's innermost cause, or its class where it has no message. Clients say in their own
     * message what was asked; only the cause says what went wrong, such as a certificate that is not trusted.
     */
    public static String rootCause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
