// Package gateway is the HTTP side: the contract as REST and JSON, uploads of
// files and photos, health, metrics and the OpenAPI document. It holds no use
// case: every call goes on to the gRPC server, and every error is the
// google.rpc.Status that gRPC would answer.
package gateway
