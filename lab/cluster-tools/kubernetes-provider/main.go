// SPDX-License-Identifier: Apache-2.0

// Command pulumi-resource-kubernetes is Pulumi's provider for Kubernetes. Its module's own command embeds generated
// files, which the module does not hold: this one embeds the files that they are generated from.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

// The version is set by the linker; build copies the two files from the module.
var version string

//go:embed schema.json
var schema []byte

//go:embed terraform-mapping.json
var mapping []byte

func main() {
	provider.Serve("kubernetes", version, schema, mapping)
}
