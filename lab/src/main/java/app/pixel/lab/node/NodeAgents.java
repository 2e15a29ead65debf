// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.node;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.Tools;
import app.pixel.lab.process.LeashedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes that make a machine a node: kubelet and kube-proxy. */
record NodeAgents(Tools tools, LocalCluster cluster, NodeSpace space) {

    static final String NODE = "real-1";

    /** Starts all of them. */
    void start() {
        startKubelet();
        run(
                "kube-proxy",
                "--kubeconfig=" + kubeconfig(),
                "--hostname-override=" + NODE,
                "--proxy-mode=iptables",
                "--cluster-cidr=10.244.0.0/16",
                // These are the whole machine's, and not a namespace's to change.
                "--conntrack-max-per-core=0",
                "--conntrack-min=0",
                "--conntrack-tcp-timeout-established=0",
                "--conntrack-tcp-timeout-close-wait=0");
    }

    private void startKubelet() {
        Path resolv = space.write("resolv.conf", "nameserver 127.0.0.1\n");
        Path config = space.write("kubelet.yaml", """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
                authorization: {mode: AlwaysAllow}
                cgroupDriver: cgroupfs
                cgroupRoot: %s
                failCgroupV1: false
                failSwapOn: false
                containerRuntimeEndpoint: %s
                clusterDNS: ["10.96.0.10"]
                clusterDomain: cluster.local
                resolvConf: %s
                podLogsDir: %s
                volumePluginDir: %s
                oomScoreAdj: 0
                evictionHard:
                  {memory.available: 100Mi, nodefs.available: 1%%, nodefs.inodesFree: 1%%, imagefs.available: 1%%}
                imageGCHighThresholdPercent: 100
                imageGCLowThresholdPercent: 99
                """.formatted(
                        space.controlGroup(),
                        ContainerRuntime.endpoint(),
                        resolv,
                        space.directory("pod-logs"),
                        space.directory("volume-plugins")));
        run(
                "kubelet",
                "--kubeconfig=" + kubeconfig(),
                "--config=" + config,
                "--root-dir=" + space.directory("kubelet"),
                "--cert-dir=" + space.directory("kubelet-certificates"),
                "--hostname-override=" + NODE,
                "--node-ip=" + NodeNetwork.NODE,
                // The addresses and the first taint are the cloud's affair.
                "--cloud-provider=external",
                "--node-labels=" + LocalCluster.REAL + "=true,app.pixel/turn=true");
    }

    private LeashedProcess run(String tool, String... flags) {
        var command = new ArrayList<>(List.of(tools.binary(tool)));
        command.addAll(List.of(flags));
        return cluster.run(tool, command);
    }

    private Path kubeconfig() {
        return cluster.agentsKubeconfig();
    }
}
