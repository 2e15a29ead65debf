// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.lab.node.PlayedStack;
import app.pixel.lab.node.RealNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;

/** A browser in the node's network, for which the platform's host name is the edge's address. */
final class NodeBrowser {

    private NodeBrowser() {}

    static Browser launch(Playwright playwright, RealNode node) {
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-features=WebRtcHideLocalIpsWithMdns",
                                // No authority vouches for the certificate, which the test looks at itself.
                                "--ignore-certificate-errors",
                                "--host-resolver-rules=MAP %s %s".formatted(PlayedStack.HOST, node.edge()),
                                "--autoplay-policy=no-user-gesture-required")));
    }

    static Visitor visitor(Browser browser) {
        return new Visitor(browser);
    }
}
