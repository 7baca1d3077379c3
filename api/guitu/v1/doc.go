// Package guituv1 is the contract of Guitu: the .proto files, and what is
// generated from them for gRPC, for the REST gateway and as an OpenAPI document.
package guituv1

import _ "embed"

//go:generate sh -c "cd ../.. && go tool -modfile=../.ci/tools/go.mod buf generate"

// OpenAPI is the generated OpenAPI 2 document of the calls that the contract
// maps to REST.
//
//go:embed openapi.swagger.json
var OpenAPI []byte
