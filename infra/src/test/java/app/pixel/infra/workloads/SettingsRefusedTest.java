// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad settings of releases and workloads, each with its sentence. */
class SettingsRefusedTest {

    @Test
    void the_defaults_are_allowed() {
        assertThat(PlatformFixture.refusals(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            acmeEmail           | ops             | pixel:acmeEmail is "ops", but must be an address such as ops@example.com.
            gpuSharing          | mig             | pixel:gpuSharing is "mig", but must be one of none, exclusive, timeSlicing, shared.
            gpuSharing          | half            | pixel:gpuSharing is "half", but must be one of none, exclusive, timeSlicing, shared.
            gpuSlices           | 1               | pixel:gpuSlices is "1", but must be a whole number from 2 to 48.
            releases            | {"traefik":"no"} | pixel:releases.traefik is "no", but must be one of install, existing, none.
            releases            | {"kube-prometheus-stack":"none"} | pixel:releases.kube-prometheus-stack is "none", but prometheus-adapter needs it; set pixel:releases.prometheus-adapter to "none" too.
            host                | Play_Host       | pixel:host is "Play_Host", but must be a host name in lower case such as play.example.com.
            pathPrefix          | game            | pixel:pathPrefix is "game", but must be a path such as /game, or "".
            tls                 | production      | pixel:tls is "production", but a certificate needs a name: set pixel:host, or pixel:tls to "none".
            namespace           | Pixel           | pixel:namespace is "Pixel", but must be a Kubernetes name of at most 52 characters such as pixel.
            imageTag            | latest          | pixel:imageTag is "latest", but must be a tag that names one image for good, so not "latest".
            imageRepository     | pixel           | pixel:imageRepository is "pixel", but must be an image's registry and path such as ghcr.io/you/pixel.
            registryServer      | fra.ocir.io     | pixel:registryServer, pixel:registryUser and pixel:registryToken belong together: set all three or none.
            matchmakers         | 2               | pixel:matchmakers is 2, but replicas need a lobby that they share: set pixel:lobby to "inCluster" or "external".
            lobby               | external        | pixel:lobbyUrl is not set, but pixel:lobby is "external": set it (pulumi config set --secret pixel:lobbyUrl).
            lobbyUrl            | http://x        | pixel:lobbyUrl is set, but pixel:lobby is "memory": set it to "external", or remove the URL.
            podProxy            | true            | pixel:podProxy is true, but has no users: set pixel:podProxyUsers to lines of htpasswd (pulumi config set --secret pixel:podProxyUsers).
            engine              | ue3             | pixel:engine is "ue3", but must be one of ue5.5, ue5, ue5.0, ue4.27, ue4.26.
            streamsMinimum      | 11              | pixel:streamsMinimum is 11, more than pixel:streamsMaximum, 10.
            streamsMaximum      | -1              | pixel:streamsMaximum is "-1", but must be a whole number from 1 to 500.
            streamDemand        | much            | pixel:streamDemand is "much", but must be a number from 0.05 to 10.
            sessionGrace        | 5s              | pixel:sessionGrace is "5s", but must be a time from 30s to 1d such as 90s, 10m, 2h or 1d.
            sessionLease        | 1h              | pixel:sessionLease is "1h", but must be a time from 0s to 10m such as 90s, 10m, 2h or 1d.
            afterSession        | burn            | pixel:afterSession is "burn", but must be one of keep, action, restart.
            afterSession        | action          | pixel:afterSession is "action", but pixel:afterSessionAction is not set: name the action of Unreal's REST port that cleans its world.
            afterSessionAction  | reset           | pixel:afterSessionAction is "reset", but is read only where pixel:afterSession is "action".
            streamMemory        | plenty          | pixel:streamMemory is "plenty", but must be a Kubernetes quantity such as 3750m or 8Gi.
            turn                | maybe           | pixel:turn is "maybe", but must be one of off, everyNode, byDemand.
            turnTtl             | 1s              | pixel:turnTtl is "1s", but must be a time from 1m to 1d such as 90s, 10m, 2h or 1d.
            """)
    void a_bad_setting_is_refused_with_its_sentence(String key, String value, String sentence) {
        assertThat(PlatformFixture.refusals(Map.of(key, value))).containsExactly(sentence);
    }

    @Test
    void relays_only_without_relays_is_refused() {
        assertThat(PlatformFixture.refusals(Map.of("turn", "off", "turnOnly", "true")))
                .containsExactly("pixel:turnOnly is true, but pixel:turn is \"off\": no player could connect.");
    }

    @Test
    void a_restart_of_the_simulated_streamer_is_refused() {
        assertThat(PlatformFixture.refusals(Map.of("streamer", "simulated", "afterSession", "restart")))
                .singleElement()
                .asString()
                .startsWith("pixel:afterSession is \"restart\", but the simulated streamer has no entry point");
    }

    @Test
    void an_unknown_chart_is_refused() {
        assertThat(PlatformFixture.refusals(Map.of("releases", "{\"nginx\":\"existing\"}")))
                .singleElement()
                .asString()
                .startsWith("pixel:releases.nginx is not a setting");
    }
}
