// Package server answers the contract over gRPC: a handler decodes, calls one use
// case of package matcher, and encodes. Interceptors around it count, log, catch
// panics, ask package auth who calls, and turn every error into a
// google.rpc.Status in one place (see Status). The REST gateway calls the same
// server over an in-process connection (see Server.Dial), so that both ways in
// give the same answer.
package server
