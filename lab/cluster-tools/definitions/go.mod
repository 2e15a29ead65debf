module app.pixel/cluster-tools/definitions

go 1.26.0

// Nothing of these is compiled: their custom resource definitions are read from the module cache.
require (
	github.com/cert-manager/cert-manager v1.21.2
	github.com/prometheus-operator/prometheus-operator v0.85.0
	github.com/traefik/traefik/v3 v3.7.13
)
