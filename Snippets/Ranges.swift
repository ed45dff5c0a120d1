// Ranges are bound and decoded as Swift's own, or as PGRange where these have no word.

import PGCore
import PGWire

let pool = try ConnectionPool(.environment)

// snippet.show
let rooms = try await pool.query("SELECT id FROM rooms WHERE floors && \(1..<4)::int4range")
let open = PGRange(from: PGDate(year: 2026, month: 1, day: 1), to: nil)
let rows = try await pool.query("SELECT stay, nights FROM stays WHERE stay <@ \(open)")
for (stay, nights) in try rows.decode(PGRange<PGDate>.self, ClosedRange<Int>.self) {
    print(stay.isEmpty ? "cancelled" : "\(stay)", nights.count)
}
// snippet.hide
_ = rooms
