// SPDX-License-Identifier: Apache-2.0
package app.pixel.signalling;

/** Epic's pages put close reasons, failures and streamer ids into their overlay as HTML. */
final class HtmlText {

    private HtmlText() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
