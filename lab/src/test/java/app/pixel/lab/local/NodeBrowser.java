// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.node.PlayedStack;
import app.pixel.lab.node.RealNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;

/** A browser in the node's network, for which the platform's host name is the edge's address. */
public final class NodeBrowser {

    private NodeBrowser() {}

    static Browser launch(Playwright playwright, RealNode node) {
        return BrowserFixture.chromium(
                playwright,
                "--disable-features=WebRtcHideLocalIpsWithMdns",
                // No authority vouches for the certificate, which the test looks at itself.
                "--ignore-certificate-errors",
                "--host-resolver-rules=MAP %s %s".formatted(PlayedStack.HOST, node.edge()));
    }

    /** Back when a page has decoded some pictures. */
    public static void seesMovingPictures(RealNode node, String url) {
        try (Playwright playwright = BrowserFixture.playwright();
                Visitor visitor = new Visitor(launch(playwright, node))) {
            visitor.open(url).sees_moving_pictures();
        }
    }

    static Visitor visitor(Browser browser) {
        return new Visitor(browser);
    }
}
