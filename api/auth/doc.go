// Package auth says who calls. A Guard turns the bearer token of a call into the
// models.Actor that the use cases find in their context; every call that is not
// named as public needs one. gRPC asks it in interceptors; the REST gateway sends
// its calls through the same interceptors, and asks the same Guard once before it
// reads a body.
package auth
