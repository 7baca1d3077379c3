// Package indexv1 holds the proto by which servers ask the processes of guitu index, and what is
// generated from it. It stays inside one installation, and is no part of the contract (guitu/v1).
package indexv1

//go:generate sh -c "cd ../../.. && go tool -modfile=../.ci/tools/go.mod buf generate --template buf.gen.index.yaml"
