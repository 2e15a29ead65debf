// SPDX-License-Identifier: Apache-2.0
package com.example.arcade;

import app.pixel.infra.PixelStreaming;
import app.pixel.infra.PixelStreamingArgs;
import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;
import java.util.Map;

/** A program of another team: the streaming platform is one of its parts. */
public final class Arcade {
    private Arcade() {}

    public static void main(String[] arguments) {
        // Before anything else: Pulumi's SDK hangs on few processors without it (pulumi-java issue 2270).
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "4");
        Pulumi.run(context -> declare(
                context,
                context.config().require("tenancyId"),
                context.config().require("compartmentId")));
    }

    /** Simulated streamers on a small cluster; a team with a game sets {@code gpuPools} and its image instead. */
    public static void declare(Context context, String tenancyId, String compartmentId) {
        var args = PixelStreamingArgs.builder()
                .set("region", "us-ashburn-1")
                .set("tenancyId", tenancyId)
                .set("compartmentId", compartmentId)
                .set("endpointCidrs", List.of("203.0.113.0/24"))
                .set("defaultPool", Map.of(
                        "shape", "VM.Standard.E4.Flex",
                        "ocpus", 2,
                        "memoryGb", 16,
                        "bootVolumeGb", 50,
                        "min", 2,
                        "max", 3))
                .set("gpuPools", List.of())
                .set("streamer", "simulated")
                .set("gpuSharing", "none")
                .set("streamsMaximum", 4)
                .build();
        var streaming = new PixelStreaming("arcade", args, ComponentResourceOptions.Empty);
        context.export("address", streaming.output("edgeAddress"));
        context.export("clusterId", streaming.output("clusterId"));
    }
}
