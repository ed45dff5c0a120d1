// Values of Postgres's own types go in and come out as they are.

import PGCore
import PGWire

let pool = try ConnectionPool(.environment)
guard let network = PGCIDR("10.1.0.0/16") else { preconditionFailure("this is a network") }

// snippet.show
let devices = try await pool.query(
    "SELECT address, attributes FROM device WHERE address <<= \(network) ORDER BY address")
for (address, attributes) in try devices.decode(PGInet.self, PGHStore.self) {
    print(address, address.isHost, attributes["colour"] ?? "no colour")
}

let search: PGTSQuery = .lexeme("fat", weights: .a).followed(by: .lexeme("cat", prefix: true))
let found = try await pool.query("SELECT id FROM document WHERE body @@ \(search)")
print(try found.decode(Int.self))

let before = try await pool.query("SELECT pg_current_wal_lsn()").one(PGLSN.self)
try await pool.query("DELETE FROM document WHERE place <-> \(PGPoint(x: 0, y: 0)) > 100")
let after = try await pool.query("SELECT pg_current_wal_lsn()").one(PGLSN.self)
print("wrote", after - before, "bytes")
// snippet.hide
await pool.close()
