// Jobs are announced by NOTIFY; after a gap the table says which wait.

import PGWire

let pool = try ConnectionPool(.environment)

func runJob(_ id: String) async throws {
    print("running job \(id)")
}

func runAllThatWait() async throws {
    let rows = try await pool.query("SELECT id::text FROM jobs WHERE finished_at IS NULL")
    for id in try rows.decode(String.self) { try await runJob(id) }
}

// snippet.show
for try await event in pool.listen("jobs") {
    switch event {
    case .notification(let job): try await runJob(job.payload)
    case .gap: try await runAllThatWait()
    }
}
// snippet.hide
await pool.close()
