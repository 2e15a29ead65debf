// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says which system package is missing when the native WebRTC library cannot be loaded. */
final class NativeLibraries {

    /** The libraries that webrtc-java is linked against, and the Debian and Ubuntu package of each. */
    private static final Map<String, String> PACKAGES = Map.of(
            "libpulse.so.0", "libpulse0",
            "libudev.so.1", "libudev1",
            "libX11.so.6", "libx11-6",
            "libXext.so.6", "libxext6",
            "libXfixes.so.3", "libxfixes3",
            "libXrandr.so.2", "libxrandr2",
            "libXcomposite.so.1", "libxcomposite1",
            "libXdamage.so.1", "libxdamage1",
            "libXtst.so.6", "libxtst6",
            "libdbus-1.so.3", "libdbus-1-3");

    /** The dynamic linker's words for a dependency that is not there. */
    private static final Pattern MISSING =
            Pattern.compile("(lib[\\w.+-]+\\.so[.\\d]*): cannot open shared object file");

    private NativeLibraries() {}

    static String explain(Throwable failure) {
        String reason = "no reason given";
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            Matcher missing = MISSING.matcher(message);
            if (missing.find()) {
                return missing(missing.group(1));
            }
            reason = message;
        }
        return "The native WebRTC library cannot be loaded on this machine (%s %s): %s"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), reason);
    }

    private static String missing(String library) {
        @Nullable String debianPackage = PACKAGES.get(library);
        return debianPackage == null
                ? "The native WebRTC library needs " + library + ", which is not installed."
                : "The native WebRTC library needs %s; on Debian or Ubuntu: apt-get install %s"
                        .formatted(library, debianPackage);
    }
}
