-- There is no way down: see 00001.

-- +goose Up

-- What the servers share that is in the data folder where there is one: the data keys, wrapped by
-- the master key (see package seal), and by what a server tells that its audit key is the others'.
CREATE TABLE server_keys (
    id    bigint PRIMARY KEY CHECK (id = 1),
    ring  text COLLATE "C" NOT NULL,
    audit bytea NOT NULL
);

-- Who does what must be done once, and which servers there are, until when.
CREATE TABLE leases (
    name  text COLLATE "C" PRIMARY KEY,
    owner text COLLATE "C" NOT NULL,
    epoch bigint NOT NULL,
    until timestamptz NOT NULL
);
