// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.pixel.infra.settings.InvalidSettings;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A setting that cannot work is refused by one sentence, which names the setting, its value and the allowed ones. */
class BadSettingsTest {
    /** A committed stack, the settings changed in it, and the one sentence that refuses it. */
    private static final String TABLE = """
            dev|cluster=gke => pixel:cluster is "gke", but must be one of oke, existing, registry.
            dev|region= => pixel:region is "", but must be a region's name such as us-ashburn-1.
            dev|region=Ashburn => pixel:region is "Ashburn", but must be a region's name such as us-ashburn-1.
            dev|tenancyId=ocid1.user.oc1..aaaa => pixel:tenancyId is "ocid1.user.oc1..aaaa", but must be the tenancy's OCID, ocid1.tenancy.oc1..….
            dev|compartmentId=my-compartment => pixel:compartmentId is "my-compartment", but must be a compartment's OCID, ocid1.compartment.oc1..….
            dev|protect=yes => pixel:protect is "yes", but must be true or false.
            dev|vcnCidr=10.26.0.0/33 => pixel:vcnCidr is "10.26.0.0/33", but must be an IPv4 block such as 10.26.0.0/16, with no address bits behind the prefix.
            dev|vcnCidr=10.26.1.0/16 => pixel:vcnCidr is "10.26.1.0/16", but must be an IPv4 block such as 10.26.0.0/16, with no address bits behind the prefix.
            dev|vcnCidr=10.26.0.0/24 => pixel:vcnCidr is 10.26.0.0/24, but must be a block from /16 to /20: OCI makes no larger VCN, and a smaller one has no room for the TURN nodes.
            dev|podsCidr=10.26.128.0/17 => pixel:podsCidr is 10.26.128.0/17, but must not overlap pixel:vcnCidr, which is 10.26.0.0/16.
            dev|servicesCidr=10.26.0.0/16 => pixel:servicesCidr is 10.26.0.0/16, but must not overlap pixel:vcnCidr, which is 10.26.0.0/16.
            dev|servicesCidr=10.244.0.0/16 => pixel:servicesCidr is 10.244.0.0/16, but must not overlap pixel:podsCidr, which is 10.244.0.0/16.
            dev|endpointCidrs=[] => pixel:endpointCidrs is empty, but a public API endpoint needs clients: name the addresses that pulumi and kubectl come from, or set pixel:privateEndpoint.
            dev|endpointCidrs=["office"] => pixel:endpointCidrs is ["office"], but must be a list, each an IPv4 block such as 10.26.0.0/16, with no address bits behind the prefix.
            dev|endpointCidrs=203.0.113.0/24 => pixel:endpointCidrs is "203.0.113.0/24", but must be a list of texts.
            dev|kubernetesVersion=latest => pixel:kubernetesVersion is "latest", but must be a Kubernetes version that OKE offers, such as v1.34.2.
            dev|defaultPool={} => pixel:defaultPool is empty, but must describe the nodes that the platform's services run on.
            dev|defaultPool=big => pixel:defaultPool is "big", but must be an object.
            dev|defaultPool={"shape":"VM.Standard.E4.Flexx","ocpus":2,"memoryGb":16,"bootVolumeGb":50,"min":1,"max":2} => pixel:defaultPool.shape is "VM.Standard.E4.Flexx", but must be one of VM.Standard3.Flex, VM.Standard.E3.Flex, VM.Standard.E4.Flex, VM.Standard.E5.Flex, VM.Standard.E6.Flex, VM.Optimized3.Flex, VM.Standard.A1.Flex, VM.Standard.A2.Flex.
            dev|defaultPool={"shape":"VM.Standard.E4.Flex","ocpus":2,"memoryGb":16,"bootVolumeGb":50,"min":-1,"max":2} => pixel:defaultPool.min is -1, but must be a whole number from 1 to 1000.
            dev|defaultPool={"shape":"VM.Standard.E4.Flex","ocpus":2,"memoryGb":16,"bootVolumeGb":50,"min":3,"max":2} => pixel:defaultPool.max is 2, but must not be below pixel:defaultPool.min, which is 3.
            dev|defaultPool={"shape":"VM.Standard.E4.Flex","ocpus":0,"memoryGb":16,"bootVolumeGb":50,"min":1,"max":2} => pixel:defaultPool.ocpus is 0, but must be a whole number from 1 to 126.
            dev|defaultPool={"shape":"VM.Standard.E4.Flex","ocpus":2,"memory":16,"memoryGb":16,"bootVolumeGb":50,"min":1,"max":2} => pixel:defaultPool.memory is not a setting: did you mean pixel:defaultPool.memoryGb?
            dev|defaultPool={"shape":"VM.Standard.E4.Flex","ocpus":2,"memoryGb":16,"bootVolumeGb":20,"min":1,"max":2} => pixel:defaultPool.bootVolumeGb is 20, but must be a whole number from 50 to 32768.
            dev|turnPool={"shape":"VM.Standard.E4.Flex","ocpus":1,"memoryGb":8,"bootVolumeGb":50,"min":1,"max":300} => pixel:turnPool.max is 300, but pixel:vcnCidr, which is 10.26.0.0/16, leaves those nodes 10.26.11.0/24, with room for 253.
            dev|turnPool={} => pixel:turnPool is {}, but relays need nodes with public addresses: describe a pool, or set pixel:turn to "off".
            prod|gpuPools=[] => pixel:gpuPools is [], but streams wait for a GPU: describe a pool, or set pixel:gpuSharing to "none".
            prod|gpuPool={} => pixel:gpuPools is [], but streams wait for a GPU: describe a pool, or set pixel:gpuSharing to "none".
            prod|gpuPools={} => pixel:gpuPools is {}, but must be a list of objects.
            prod|gpuPools=[{"shape":"BM.GPU.A10.4","bootVolumeGb":200,"min":1,"max":4}] => pixel:gpuPools[0].availabilityDomain is not set, but must be a whole number from 1 to 3.
            prod|gpuPools=[{"shape":"BM.GPU.A10.4","availabilityDomain":1,"bootVolumeGb":200,"min":5,"max":4}] => pixel:gpuPools[0].max is 4, but must not be below pixel:gpuPools[0].min, which is 5.
            prod|gpuPools=[{"shape":"BM.GPU.A10.4","availabilityDomain":1,"bootVolumeGb":200,"min":1,"max":4},{"shape":"VM.GPU.A10.1","availabilityDomain":1,"bootVolumeGb":200,"min":1,"max":4}] => pixel:gpuPools[1].name is "gpu", but another pool has this name.
            prod|gpuPools=[{"name":"GPU 2","shape":"BM.GPU.A10.4","availabilityDomain":1,"bootVolumeGb":200,"min":1,"max":4}] => pixel:gpuPools[0].name is "GPU 2", but must be at most 20 small letters, digits and dashes, such as gpu-a10.
            prod|gpuPools=[{"shape":"BM.GPU.A10.4","availabilityDomain":1,"bootVolumeGb":200,"min":1,"max":4,"capacityReservation":"mine"}] => pixel:gpuPools[0].capacityReservation is "mine", but must be a reservation's OCID, ocid1.capacityreservation.oc1.….
            prod|gpuPools=[{"shape":"BM.GPU.A10.4","availabilityDomain":1,"bootVolumeGb":200,"min":1,"max":4,"capacityReservation":"ocid1.capacityreservation.oc1.iad.aaaa","preemptible":true}] => pixel:gpuPools[0].preemptible is true, but a pool of a capacityReservation has its machines for good: set one of both.
            prod|gpuSharing=shared => pixel:gpuSharing is "shared", but BM.GPU.A10.4 has several GPUs, and every stream would draw on the first: choose timeSlicing, or a shape with one GPU.
            prod|releases={"cluster-autoscaler":"none"};gpuPools=[{"shape":"BM.GPU.A10.4","availabilityDomain":1,"bootVolumeGb":200,"min":0,"max":4}] => pixel:gpuPools[0].min is 0, but pixel:releases.cluster-autoscaler is "none": nothing would add a node.
            prod|nodeCycling={"maxSurge":"0","maxUnavailable":"0%"} => pixel:nodeCycling.maxSurge and pixel:nodeCycling.maxUnavailable are both 0, but then OKE exchanges no node: raise one of them.
            prod|nodeCycling={"maxSurge":"many","maxUnavailable":"0"} => pixel:nodeCycling.maxSurge is "many", but must be a number of nodes such as 1, or a share such as 10%.
            dev|bastion=true => pixel:bastion is true, but a public endpoint needs none: set pixel:privateEndpoint to true.
            dev|bastion=true;privateEndpoint=true;endpointCidrs=[] => pixel:bastion is true, but pixel:endpointCidrs is empty: name the addresses that may use the bastion.
            dev|bastion=true;privateEndpoint=true;existingNetwork={"vcnId":"ocid1.vcn.oc1.iad.v","endpoint":{"id":"ocid1.subnet.oc1.iad.e","cidr":"10.26.0.0/28"},"workers":{"id":"ocid1.subnet.oc1.iad.w","cidr":"10.26.4.0/22"},"loadBalancers":{"id":"ocid1.subnet.oc1.iad.l","cidr":"10.26.1.0/24"},"turn":{"id":"ocid1.subnet.oc1.iad.t","cidr":"10.26.2.0/24"}} => pixel:bastion is true, but pixel:existingNetwork is another owner's: make the bastion where the network is made.
            dev|existingNetwork={"vcnId":"ocid1.vcn.oc1.iad.v","endpoint":{"id":"ocid1.subnet.oc1.iad.e","cidr":"10.26.0.0/28"},"workers":{"id":"ocid1.subnet.oc1.iad.w","cidr":"10.26.4.0/22"},"loadBalancers":{"id":"ocid1.subnet.oc1.iad.l","cidr":"10.26.1.0/24"},"turn":{"id":"ocid1.subnet.oc1.iad.t","cidr":"10.99.2.0/24"}} => pixel:existingNetwork.turn.cidr is 10.99.2.0/24, but must be inside pixel:vcnCidr, which is 10.26.0.0/16.
            dev|existingNetwork={"vcnId":"vcn","endpoint":{"id":"ocid1.subnet.oc1.iad.e","cidr":"10.26.0.0/28"},"workers":{"id":"ocid1.subnet.oc1.iad.w","cidr":"10.26.4.0/22"},"loadBalancers":{"id":"ocid1.subnet.oc1.iad.l","cidr":"10.26.1.0/24"},"turn":{"id":"ocid1.subnet.oc1.iad.t","cidr":"10.26.2.0/24"}} => pixel:existingNetwork.vcnId is "vcn", but must be a VCN's OCID, ocid1.vcn.oc1.….
            dev|existingNetwork={"vcnId":"ocid1.vcn.oc1.iad.v","endpoint":{"id":"ocid1.subnet.oc1.iad.e","cidr":"10.26.0.0/28"},"workers":{"id":"ocid1.subnet.oc1.iad.w"},"loadBalancers":{"id":"ocid1.subnet.oc1.iad.l","cidr":"10.26.1.0/24"},"turn":{"id":"ocid1.subnet.oc1.iad.t","cidr":"10.26.2.0/24"}} => pixel:existingNetwork.workers.cidr is not set, but must be an IPv4 block such as 10.26.0.0/16, with no address bits behind the prefix.
            dev|definedTags={"CostCenter":"42"} => pixel:definedTags has the key "CostCenter", but must have keys of a namespace and a name such as Operations.CostCenter.
            dev|logRetentionDays=45 => pixel:logRetentionDays is 45, but must be 0, 30, 60, 90, 120, 150 or 180.
            dev|reserveEdgeAddress=perhaps => pixel:reserveEdgeAddress is "perhaps", but must be true or false.
            prod|checkOffer=maybe => pixel:checkOffer is "maybe", but must be true or false.
            prod|gpuPool={"shape":"BM.GPU.A10.4","bootVolumeGb":200,"min":1,"max":4} => pixel:gpuPool.availabilityDomain is not set, but must be a whole number from 1 to 3.
            prod|gpuPool={"shape":"BM.GPU.A10.4","availabilityDomain":4,"bootVolumeGb":200,"min":1,"max":4} => pixel:gpuPool.availabilityDomain is 4, but must be a whole number from 1 to 3.
            prod|gpuPool={"shape":"VM.Standard.E4.Flex","availabilityDomain":1,"bootVolumeGb":200,"min":1,"max":4} => pixel:gpuPool.shape is "VM.Standard.E4.Flex", but must be one of VM.GPU2.1, VM.GPU3.1, VM.GPU3.2, VM.GPU3.4, VM.GPU.A10.1, VM.GPU.A10.2, BM.GPU2.2, BM.GPU3.8, BM.GPU4.8, BM.GPU.A10.4, BM.GPU.L40S.4.
            prod|gpuSharing=mig => pixel:gpuSharing is "mig", but must be one of none, exclusive, timeSlicing, shared.
            prod|gpuSharing=half => pixel:gpuSharing is "half", but must be one of none, exclusive, timeSlicing, shared.
            prod|host=Play Example => pixel:host is "Play Example", but must be a host name in lower case such as play.example.com.
            prod|host= => pixel:tls is "production", but a certificate needs a name: set pixel:host, or pixel:tls to "none".
            prod|acmeEmail= => pixel:tls is "production", but no certificate issuer is there: set pixel:acmeEmail and leave pixel:releases.cert-manager on, or set pixel:tls to "none".
            prod|acmeEmail=ops => pixel:acmeEmail is "ops", but must be an address such as ops@example.com.
            prod|lobby=memory => pixel:matchmakers is 3, but replicas need a lobby that they share: set pixel:lobby to "inCluster" or "external".
            prod|lobby=external => pixel:lobbyUrl is not set, but pixel:lobby is "external": set it (pulumi config set --secret pixel:lobbyUrl).
            prod|lobbyUrl=redis://:hunter2@cache:6379 => pixel:lobbyUrl is in plain text in the stack's file, but must be encrypted: pulumi config set --secret pixel:lobbyUrl.
            prod|streamsMinimum=11 => pixel:streamsMinimum is 11, more than pixel:streamsMaximum, 10.
            prod|streamsMaximum=-3 => pixel:streamsMaximum is "-3", but must be a whole number from 1 to 500.
            prod|streamCpu=9 => pixel:streamCpu is 9, more than pixel:streamCpuLimit, 8.
            prod|streamMemoryLimit=8000Mi => pixel:streamMemory is 8Gi, more than pixel:streamMemoryLimit, 8000Mi.
            prod|streamMemory=lots => pixel:streamMemory is "lots", but must be a Kubernetes quantity such as 3750m or 8Gi.
            prod|streamImageRepository=ghcr.io/pixel-streaming/lab => pixel:streamImageRepository is "ghcr.io/pixel-streaming/lab", but that is the simulated streamer: name an image made as unreal/README.md says, or set pixel:streamer to "simulated".
            prod|storageClass=Fast SSD => pixel:storageClass is "Fast SSD", but must be a storage class's name such as oci-bv, "none", or "".
            prod|grafanaPassword=hunter2 => pixel:grafanaPassword is in plain text in the stack's file, but must be encrypted: pulumi config set --secret pixel:grafanaPassword.
            prod|registryServer=fra.ocir.io => pixel:registryServer, pixel:registryUser and pixel:registryToken belong together: set all three or none.
            prod|releases={"kube-prometheus-stack":"none"} => pixel:releases.kube-prometheus-stack is "none", but prometheus-adapter needs it; set pixel:releases.prometheus-adapter to "none" too.
            prod|turnAllocationsEach=5000 => pixel:turnAllocationsEach is "5000", but must be a whole number from 10 to 1200.
            prod|engine=ue6 => pixel:engine is "ue6", but must be one of ue5.5, ue5, ue5.0, ue4.27, ue4.26.
            prod|restPort=80 => pixel:restPort is "80", but must be a whole number from 1024 to 65535.
            prod|streamDemand=0 => pixel:streamDemand is "0", but must be a number from 0.05 to 10.
            prod|sessionGrace=forever => pixel:sessionGrace is "forever", but must be a time from 30s to 1d such as 90s, 10m, 2h or 1d.
            prod|imageTag=latest => pixel:imageTag is "latest", but must be a tag that names one image for good, so not "latest".
            prod|pathPrefix=game => pixel:pathPrefix is "game", but must be a path such as /game, or "".
            prod|podProxy=true => pixel:podProxy is true, but has no users: set pixel:podProxyUsers to lines of htpasswd (pulumi config set --secret pixel:podProxyUsers).
            prod|turnMaximum=9 => pixel:turnMaximum is 9, but pixel:turnPool.max is 4, and each relay needs a node: lower the one or raise the other.
            prod|edgeService=ingress => pixel:edgeService is "ingress", but must be one of loadBalancer, nodePort, clusterIp.
            prod|clientConnections=-1 => pixel:clientConnections is "-1", but must be a whole number from 0 to 100000.
            prod|allowedOrigins=["www.example.com"] => pixel:allowedOrigins is ["www.example.com"], but must be a list of origins such as https://www.example.com, or *.
            prod|allowedOrigins=["https://www.example.com/"] => pixel:allowedOrigins is ["https://www.example.com/"], but must be a list of origins such as https://www.example.com, or *.
            prod|streamsPerVisitor=-1 => pixel:streamsPerVisitor is "-1", but must be a whole number from 0 to 100.
            prod|streamsPerAddress=many => pixel:streamsPerAddress is "many", but must be a whole number from 0 to 10000.
            prod|socketsPerSecond=-0.5 => pixel:socketsPerSecond is "-0.5", but must be a number from 0 to 1000.
            prod|waitingMaximum=1.5 => pixel:waitingMaximum is "1.5", but must be a whole number from 0 to 1000000.
            prod|requireOrigin=yes => pixel:requireOrigin is "yes", but must be true or false.
            prod|signIn={"issuer":"https://login.example.com"} => pixel:signIn.audience is not set, but must be the audience that tokens name, without spaces.
            prod|signIn={"audience":"play"} => pixel:signIn.issuer is not set, but must be an address such as https://login.example.com.
            prod|signIn={"issuer":"http://login.example.com","audience":"play"} => pixel:signIn.issuer is "http://login.example.com", but must be an address such as https://login.example.com.
            prod|signIn={"issuer":"https://login.example.com","audience":"play","algorithms":["HS256"]} => pixel:signIn.algorithms is ["HS256"], but must be a list of RS256, PS256, ES256 and the like.
            prod|signIn={"issuer":"https://login.example.com","audience":"play","claims":["a,b"]} => pixel:signIn.claims is ["a,b"], but must be a list of NAME or NAME=VALUE, without commas and spaces.
            prod|signIn={"issuer":"https://login.example.com","audience":"play","clockSkew":"1h"} => pixel:signIn.clockSkew is "1h", but must be a time from 0s to 5m such as 90s, 10m, 2h or 1d.
            prod|signIn={"issuer":"https://login.example.com","audience":"play","keysUrl":"login"} => pixel:signIn.keysUrl is "login", but must be an address such as https://login.example.com/keys.
            prod|signIn={"issuer":"https://login.example.com","audience":"play","url":"x"} => pixel:signIn.url is not a setting: Pulumi.yaml lists the settings there are.
            prod|turn=off;turnOnly=true => pixel:turnOnly is true, but pixel:turn is "off": no player could connect.
            prod|matchmaker=3 => pixel:matchmaker is not a setting: did you mean pixel:matchmakers?
            prod|releases={"traefik":"maybe"} => pixel:releases.traefik is "maybe", but must be one of install, existing, none.
            prod|releases={"nginx":"install"} => pixel:releases.nginx is not a setting: Pulumi.yaml lists the settings there are.
            """;

    static Stream<String> rows() {
        return TABLE.lines();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void is_refused_with_its_sentence(String row) {
        String[] sides = row.split(" => ", 2);
        String[] change = sides[0].split("\\|", 2);
        Map<String, String> changes = new TreeMap<>();
        for (String setting : change[1].split(";", -1)) {
            changes.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        var refused = catchThrowableOfType(
                InvalidSettings.class, () -> StackConfig.from(Stacks.settings(change[0], changes)));
        assertThat(refused).as("%s was accepted", sides[0]).isNotNull();
        assertThat(refused.sentences()).containsExactly(sides[1]);
    }

    @Test
    void a_maximum_that_no_autoscaler_reads_is_told() {
        Map<String, String> changes =
                Map.of("releases", "{\"kube-prometheus-stack\":\"none\",\"prometheus-adapter\":\"none\"}");
        assertThat(StackConfig.from(Stacks.settings("demo", changes)).notices())
                .containsExactly("pixel:streamsMaximum is 4, but without prometheus-adapter no autoscaler reads the"
                        + " demand: pixel:streamsMinimum, 1, decides how many streams run.");
    }

    @Test
    void a_grace_that_oke_cuts_short_is_told() {
        assertThat(StackConfig.from(Stacks.settings("prod", Map.of("sessionGrace", "2h")))
                        .notices())
                .singleElement()
                .asString()
                .startsWith("pixel:sessionGrace is longer than 1h, but OKE waits at most 1h");
        assertThat(StackConfig.from(Stacks.settings("demo", Map.of("sessionGrace", "2h")))
                        .notices())
                .isEmpty();
    }

    @Test
    void the_committed_stacks_are_accepted() {
        for (String stack : new String[] {"dev", "prod", "demo"}) {
            assertThat(StackConfig.from(Stacks.settings(stack, Map.of()))).isNotNull();
        }
    }
}
