-- Orleans reads its queries from this table at start, by key.
CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey text COLLATE "C" NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);

-- One row a state. GrainTypeString is the name of the state; a grain whose key is no number has it in GrainIdExtensionString, which is '' otherwise:
-- NULLs would be distinct in the key. A cleared state keeps its row with no payload, so that its version goes on counting.
CREATE TABLE IF NOT EXISTS OrleansStorage (
    GrainIdHash integer NOT NULL,
    GrainIdN0 bigint NOT NULL,
    GrainIdN1 bigint NOT NULL,
    GrainTypeHash integer NOT NULL,
    GrainTypeString text COLLATE "C" NOT NULL,
    GrainIdExtensionString text COLLATE "C" NOT NULL DEFAULT '',
    ServiceId text COLLATE "C" NOT NULL,
    PayloadBinary bytea,
    Version integer NOT NULL CHECK (Version > 0),
    PRIMARY KEY (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId)
) WITH (fillfactor = 80);
