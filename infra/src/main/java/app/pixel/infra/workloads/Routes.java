// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.objects.CustomObject;
import app.pixel.infra.objects.Labels;
import app.pixel.infra.objects.Scope;
import app.pixel.infra.objects.Secrets;
import app.pixel.infra.releases.AcmeIssuer;
import app.pixel.infra.workloads.EdgeSettings.Tls;
import com.pulumi.kubernetes.networking.v1.Ingress;
import com.pulumi.kubernetes.networking.v1.IngressArgs;
import com.pulumi.kubernetes.networking.v1.inputs.HTTPIngressPathArgs;
import com.pulumi.kubernetes.networking.v1.inputs.HTTPIngressRuleValueArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressBackendArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressRuleArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressServiceBackendArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressSpecArgs;
import com.pulumi.kubernetes.networking.v1.inputs.IngressTLSArgs;
import com.pulumi.kubernetes.networking.v1.inputs.ServiceBackendPortArgs;
import com.pulumi.resources.ComponentResource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes from the world: the page, the matchmaker's socket, its API, and the pod proxy behind a password.
 * Everything is below the stack's path prefix.
 */
final class Routes extends ComponentResource {

    static final String NAME = "routes";

    private static final String TLS_SECRET = "edge-tls";
    private static final String TRAEFIK = "traefik.io/v1alpha1";
    private static final String MIDDLEWARES = "traefik.ingress.kubernetes.io/router.middlewares";
    private static final String ENTRY_POINTS = "traefik.ingress.kubernetes.io/router.entrypoints";

    private final Scope scope;
    private final Labels labels = new Labels(NAME);
    private final EdgeSettings edge;

    /** One path of the edge and what is behind it. */
    private record Route(String path, String service, String port) {}

    Routes(Scope around, WorkloadSettings settings) {
        super("pixel:workloads:Routes", NAME, around.component());
        this.scope = around.under(this);
        this.edge = settings.edge();

        List<String> everywhere = everywhere();
        // A certificate is asked for by one route; the others use it.
        route(
                "page",
                everywhere,
                true,
                new Route("/", PlayerWorkload.NAME, PlayerWorkload.WEB),
                new Route("/ws", MatchmakerWorkload.NAME, MatchmakerWorkload.PLAYERS));
        route(
                "matchmaker",
                with(everywhere, stripped("matchmaker", edge.pathPrefix() + "/matchmaker")),
                false,
                new Route("/matchmaker", MatchmakerWorkload.NAME, MatchmakerWorkload.PLAYERS));
        settings.podProxy()
                .ifPresent(proxy -> route(
                        PodProxyWorkload.NAME,
                        with(with(everywhere, passwordFor(proxy)), strippedPrefix()),
                        false,
                        new Route(proxy.pathPrefix(), PodProxyWorkload.NAME, PodProxyWorkload.WEB)));
        registerOutputs(Map.of());
    }

    /** The middlewares of every route; the limits come first, so that they spare all that follows. */
    private List<String> everywhere() {
        List<String> middlewares = new ArrayList<>();
        Map<String, Object> byAddress = Map.of("ipStrategy", Map.of("depth", 0));
        if (edge.clientConnections() > 0) {
            middlewares.add(middleware(
                    "client-connections",
                    Map.of("inFlightReq", Map.of("amount", edge.clientConnections(), "sourceCriterion", byAddress))));
        }
        if (edge.clientRequestsPerSecond() > 0) {
            int average = edge.clientRequestsPerSecond();
            // A page's files, its sockets and their retries come at once.
            Map<String, Object> limit = Map.of("average", average, "burst", 4 * average, "sourceCriterion", byAddress);
            middlewares.add(middleware("client-requests", Map.of("rateLimit", limit)));
        }
        middlewares.add(middleware("security-headers", Map.of("headers", securityHeaders())));
        if (edge.hasCertificate()) {
            middlewares.add(toHttps());
        }
        return middlewares;
    }

    /** HSTS only with a certificate that browsers trust: they would remember it for a year. */
    private Map<String, Object> securityHeaders() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("contentTypeNosniff", true);
        headers.put("referrerPolicy", "strict-origin-when-cross-origin");
        if (edge.tls() == Tls.PRODUCTION) {
            headers.put("stsSeconds", 31_536_000);
        }
        return headers;
    }

    private void route(String name, List<String> middlewares, boolean asksForCertificate, Route... routes) {
        IngressSpecArgs.Builder spec =
                IngressSpecArgs.builder().ingressClassName("traefik").rules(rule(routes));
        if (edge.tls() != Tls.NONE) {
            spec.tls(IngressTLSArgs.builder()
                    .hosts(edge.host().orElseThrow())
                    .secretName(TLS_SECRET)
                    .build());
        }
        new Ingress(
                name,
                IngressArgs.builder()
                        .metadata(scope.named(name, labels, annotations(middlewares, asksForCertificate)))
                        .spec(spec.build())
                        .build(),
                scope.options());
    }

    private IngressRuleArgs rule(Route... routes) {
        IngressRuleArgs.Builder rule = IngressRuleArgs.builder()
                .http(HTTPIngressRuleValueArgs.builder()
                        .paths(Arrays.stream(routes).map(this::path).toList())
                        .build());
        edge.host().ifPresent(rule::host);
        return rule.build();
    }

    private HTTPIngressPathArgs path(Route route) {
        return HTTPIngressPathArgs.builder()
                .path(edge.pathPrefix().isEmpty() ? route.path() : edge.pathPrefix() + trimmed(route.path()))
                .pathType("Prefix")
                .backend(IngressBackendArgs.builder()
                        .service(IngressServiceBackendArgs.builder()
                                .name(route.service())
                                .port(ServiceBackendPortArgs.builder()
                                        .name(route.port())
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private Map<String, String> annotations(List<String> middlewares, boolean asksForCertificate) {
        Map<String, String> annotations = new LinkedHashMap<>();
        // The load balancer's address is its release's affair; waiting for it here would only wait for DNS.
        annotations.put("pulumi.com/skipAwait", "true");
        annotations.put(ENTRY_POINTS, edge.tls() == Tls.NONE ? "web" : "web,websecure");
        if (!middlewares.isEmpty()) {
            annotations.put(
                    MIDDLEWARES,
                    String.join(
                            ",",
                            middlewares.stream()
                                    .map(middleware -> scope.namespace() + "-" + middleware + "@kubernetescrd")
                                    .toList()));
        }
        if (asksForCertificate) {
            issuer().ifPresent(issuer -> annotations.put("cert-manager.io/cluster-issuer", issuer.issuerName()));
        }
        return annotations;
    }

    private Optional<AcmeIssuer> issuer() {
        return switch (edge.tls()) {
            case NONE -> Optional.empty();
            case STAGING -> Optional.of(AcmeIssuer.STAGING);
            case PRODUCTION -> Optional.of(AcmeIssuer.PRODUCTION);
        };
    }

    private String toHttps() {
        return middleware("to-https", Map.of("redirectScheme", Map.of("scheme", "https", "permanent", true)));
    }

    /** htpasswd's lines, checked by the edge, so that no request without a password reaches the proxy. */
    private String passwordFor(PodProxySettings proxy) {
        String secret = "pod-proxy-users";
        Secrets.create(scope, labels, secret, proxy.users().output().applyValue(users -> Map.of("users", users)));
        return middleware(
                "pod-proxy-password",
                // The password is the edge's alone: what is behind it must not see it.
                Map.of("basicAuth", Map.of("secret", secret, "removeHeader", true)));
    }

    private String strippedPrefix() {
        return edge.pathPrefix().isEmpty() ? "" : stripped("path-prefix", edge.pathPrefix());
    }

    private String stripped(String name, String prefix) {
        return middleware("strip-" + name, Map.of("stripPrefix", Map.of("prefixes", List.of(prefix))));
    }

    private String middleware(String name, Map<String, Object> spec) {
        new CustomObject(name, TRAEFIK, "Middleware", scope.named(name, labels), spec, scope.options());
        return name;
    }

    private static List<String> with(List<String> middlewares, String another) {
        List<String> all = new ArrayList<>(middlewares);
        if (!another.isEmpty()) {
            all.add(another);
        }
        return all;
    }

    private static String trimmed(String path) {
        return path.equals("/") ? "" : path;
    }
}
