// Package auth says who calls, in which role and for which areas, and keeps the
// accounts that say so.
//
// A Guard turns the bearer token of a call into the models.Actor that the use cases
// find in their context, and holds the call against the table of rights: a method
// that the table does not name is no one's. gRPC asks it in interceptors; the REST
// gateway sends its calls through the same interceptors, and asks the same Guard once
// before it reads a body. What depends on the object (whose area a record lies in) is
// decided where the object is loaded, in package matcher.
//
// Three kinds of tokens are told apart by how they begin: sessions of people (gs_),
// keys of other systems (gk_), and the administrator's token of the data folder. Of the
// first two only the SHA-256 is kept; they have 256 random bits, so nothing slower is
// needed. Passwords are kept as Argon2id.
package auth
