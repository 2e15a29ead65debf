// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.settings.Settings;
import java.util.List;

/**
 * How the application's world becomes clean after a visitor.
 *
 * @param action of Unreal's REST port; empty for other ways
 */
record WorldCleaning(Way way, String action) {

    /** The file by which the sidecar requests a restart, in the scratch space that it shares with the streamer. */
    static final String RESTART_FILE = "/tmp/restart-request";

    /** The words of {@code pixel:afterSession}. */
    enum Way {
        KEEP,
        ACTION,
        RESTART
    }

    WorldCleaning {
        if (way == Way.ACTION && action.isEmpty()) {
            throw new IllegalArgumentException("pixel:afterSession is \"action\", but pixel:afterSessionAction is not"
                    + " set: name the action of Unreal's REST port that cleans its world.");
        }
        if (way != Way.ACTION && !action.isEmpty()) {
            throw new IllegalArgumentException(
                    "pixel:afterSessionAction is \"%s\", but is read only where".formatted(action)
                            + " pixel:afterSession is \"action\".");
        }
    }

    static WorldCleaning from(Settings settings) {
        return new WorldCleaning(
                settings.choice("afterSession", Way.class),
                settings.optionalString("afterSessionAction").orElse(""));
    }

    boolean restarts() {
        return way == Way.RESTART;
    }

    /** The sidecar's flags. */
    List<String> flags() {
        return switch (way) {
            case KEEP -> List.of();
            case ACTION -> List.of("--after-session", "action", "--after-session-action", action);
            case RESTART -> List.of("--after-session", "restart", "--restart-file", RESTART_FILE);
        };
    }
}
