// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import app.pixel.FreePort;
import app.pixel.lab.process.LeashedProcess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Starts etcd, API server, controllers and scheduler, in that order, with a managed cluster's switches. RBAC, Pod
 * Security admission and aggregated APIs are on. Privileged pods are allowed by the API server, so that Pod Security
 * has to refuse them.
 */
final class ControlPlane {

    private static final String HOST = "127.0.0.1";
    private static final String QUICK_SYNC = "2s";

    private final Tools tools;
    private final Processes processes;
    private final Identity identity;
    private final Map<User, String> tokens = new EnumMap<>(User.class);
    private final Site site;
    private final String etcd;
    private LeashedProcess apiServer;

    private ControlPlane(Tools tools, Processes processes, Site site) {
        this.tools = tools;
        this.processes = processes;
        this.site = site;
        this.identity = Identity.create(processes);
        var random = new SecureRandom();
        for (User user : User.values()) {
            byte[] token = new byte[16];
            random.nextBytes(token);
            tokens.put(user, HexFormat.of().formatHex(token));
        }
        this.etcd = startEtcd();
        this.apiServer = startApiServer();
    }

    static ControlPlane start(Tools tools, Processes processes, Site site) {
        var controlPlane = new ControlPlane(tools, processes, site);
        LeashedProcess controllers = controlPlane.startControllers();
        controlPlane.startScheduler();
        controllers.await(controlPlane::controllersWork);
        return controlPlane;
    }

    private String startEtcd() {
        String clients = "http://%s:%d".formatted(HOST, FreePort.find());
        String peers = "http://%s:%d".formatted(HOST, FreePort.find());
        processes.start(
                "etcd",
                List.of(
                        tools.binary("etcd"),
                        "--name=pixel",
                        "--data-dir=" + processes.file("etcd"),
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=pixel=" + peers,
                        "--unsafe-no-fsync"));
        return clients;
    }

    /** Stops the API server. The cluster's objects stay in etcd. */
    void stopApiServer() {
        processes.stop(apiServer);
    }

    /** At the address that it had, with the certificate and the tokens that it had. */
    void restartApiServer() {
        apiServer = startApiServer();
    }

    private LeashedProcess startApiServer() {
        var lines = new StringBuilder();
        tokens.forEach((user, token) -> lines.append(user.line(token)));
        var command = new ArrayList<>(List.of(
                tools.binary("kube-apiserver"),
                "--etcd-servers=" + etcd,
                "--bind-address=" + (site.nodes() ? "0.0.0.0" : HOST),
                "--advertise-address=" + site.address(),
                "--secure-port=" + site.port(),
                "--cert-dir=" + processes.file("apiserver"),
                "--token-auth-file=" + processes.write("tokens.csv", lines.toString()),
                "--authorization-mode=Node,RBAC",
                "--audit-policy-file=" + processes.write("audit.json", AuditLog.POLICY),
                "--audit-log-path=" + auditLog(),
                "--allow-privileged=true",
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + identity.serviceAccountPublicKey(),
                "--service-account-signing-key-file=" + identity.serviceAccountKey(),
                "--requestheader-client-ca-file=" + identity.frontProxyCertificate(),
                "--requestheader-allowed-names=" + Identity.FRONT_PROXY,
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
                "--proxy-client-cert-file=" + identity.frontProxyCertificate(),
                "--proxy-client-key-file=" + identity.frontProxyKey()));
        if (site.nodes()) {
            // No name server knows the nodes.
            command.add("--kubelet-preferred-address-types=InternalIP");
        } else {
            // No kubelet means no node that could ever reach this server's default service.
            command.add("--endpoint-reconciler-type=none");
        }
        LeashedProcess started = processes.start("kube-apiserver", command);
        started.await(() -> Files.exists(authority()));
        try (KubernetesClient client = administrator()) {
            started.await(() -> isReady(client));
        }
        return started;
    }

    private Path auditLog() {
        return processes.file("audit.log");
    }

    /** Returns the requests that our service accounts have made until now. */
    AuditLog audit() {
        return AuditLog.read(auditLog());
    }

    private static boolean isReady(KubernetesClient client) {
        try {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException _) {
            return false;
        }
    }

    private LeashedProcess startControllers() {
        return processes.start(
                "kube-controller-manager",
                List.of(
                        tools.binary("kube-controller-manager"),
                        "--kubeconfig=" + kubeconfig(User.CONTROLLER_MANAGER),
                        "--use-service-account-credentials=true",
                        "--service-account-private-key-file=" + identity.serviceAccountKey(),
                        "--root-ca-file=" + authority(),
                        "--horizontal-pod-autoscaler-sync-period=" + QUICK_SYNC,
                        "--leader-elect=false",
                        "--secure-port=0"));
    }

    /** No pod may be made before its namespace has a service account, which is a controller's work. */
    private boolean controllersWork() {
        try (KubernetesClient client = administrator()) {
            return client.serviceAccounts()
                            .inNamespace("default")
                            .withName("default")
                            .get()
                    != null;
        }
    }

    private void startScheduler() {
        processes.start(
                "kube-scheduler",
                List.of(
                        tools.binary("kube-scheduler"),
                        "--kubeconfig=" + kubeconfig(User.SCHEDULER),
                        "--leader-elect=false",
                        "--secure-port=0"));
    }

    /** Returns a client that uses this token. */
    KubernetesClient client(String token) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withCaCertFile(authority().toString())
                .withOauthToken(token)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    KubernetesClient administrator() {
        return client(token(User.ADMIN));
    }

    private String token(User user) {
        return Objects.requireNonNull(tokens.get(user));
    }

    /** A kubeconfig file (JSON is YAML), readable by kubectl and every component. */
    Path kubeconfig(User user) {
        return kubeconfig(user.name(), token(user), "default");
    }

    Path kubeconfig(String name, String token, String namespace) {
        return processes.write(name + ".kubeconfig", """
                {"apiVersion": "v1", "kind": "Config", "current-context": "pixel",
                 "contexts": [{"name": "pixel", "context": {"cluster": "pixel", "user": "pixel", "namespace": "%s"}}],
                 "users": [{"name": "pixel", "user": {"token": "%s"}}],
                 "clusters": [{"name": "pixel", "cluster": {"server": "%s", "certificate-authority": "%s"}}]}
                """.formatted(namespace, token, url(), authority()));
    }

    private String url() {
        return "https://%s:%d".formatted(site.address(), site.port());
    }

    /** The API server writes it when it first starts. */
    private Path authority() {
        return processes.file("apiserver").resolve("apiserver.crt");
    }
}
