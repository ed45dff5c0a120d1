import Foundation
import PGCore
import PGTestKit
import PGWire
import Testing

@Suite("Streams", .liveDatabase, .timeLimit(.minutes(1)))
struct StreamTests {
    @Test(arguments: [1, 7, 1000, 5000])
    func yieldsEveryRowInOrder(chunk: Int) async throws {
        var expected = 1
        for try await rows in try TestDatabase.pool.stream(
            "SELECT i, 'text ' || i FROM generate_series(1, \(2500)) i", chunk: chunk)
        {
            #expect(rows.count <= chunk && rows.count > 0)
            for (number, text) in try rows.decode(Int.self, String.self) {
                #expect(number == expected && text == "text \(expected)")
                expected += 1
            }
        }
        #expect(expected == 2501)
    }

    @Test func noRowsNoChunks() async throws {
        for try await _ in try TestDatabase.pool.stream("SELECT 1 WHERE false") {
            Issue.record("there is no row")
        }
    }

    @Test func anErrorInTheMiddleIsThrownAfterTheRowsBefore() async throws {
        var seen = 0
        let error = await #expect(throws: PGError.self) {
            for try await rows in try TestDatabase.pool.stream(
                "SELECT 10 / (5 - i) FROM generate_series(1, 10) i", chunk: 2)
            {
                seen += rows.count
            }
        }
        #expect(error?.sqlState == "22012")
        #expect(seen == 4)
    }

    @Test func leavingEarlyGivesTheConnectionBack() async throws {
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            for round in 0..<5 {
                for try await rows in pool.stream("SELECT generate_series(1, 10000000)", chunk: 10)
                {
                    #expect(rows.count == 10)
                    break
                }
                #expect(try await pool.query("SELECT \(round)::int4").decode(Int.self) == [round])
            }
        }
    }

    @Test func aSlowConsumerHoldsTheServerBack() async throws {
        let connection = try await TestDatabase.current.connect()
        var iterator = connection.stream(
            "SELECT repeat('x', 1000) FROM generate_series(1, 200000)", chunk: 100
        ).makeAsyncIterator()
        _ = try await iterator.next()

        // The server has 200 MB to send; while nobody reads, it has to wait with most of it.
        let outside = try observer()
        try await eventually("the server waits for the client") {
            let rows = try await outside.query(
                """
                SELECT wait_event FROM pg_stat_activity WHERE pid = \(Int(connection.backendProcessID))::int4
                """)
            return try rows.decode(String?.self) == ["ClientWrite"]
        }

        var count = 100
        while let rows = try await iterator.next() { count += rows.count }
        #expect(count == 200_000)
        await outside.close()
        await connection.close()
    }

    @Test func statementsBehindAStreamWait() async throws {
        let connection = try await TestDatabase.current.connect()
        var iterator = connection.stream("SELECT generate_series(1, 5000)", chunk: 1000)
            .makeAsyncIterator()
        _ = try await iterator.next()
        let behind = Task { try await connection.query("SELECT 'behind'").decode(String.self) }

        var count = 1000
        while let rows = try await iterator.next() { count += rows.count }

        #expect(count == 5000)
        #expect(try await behind.value == ["behind"])
        await connection.close()
    }

    @Test func leavingEarlyStopsTheServer() async throws {
        let outside = try observer()
        try await withPool({ $0.maximumConnections = 1 }) { pool in
            for try await _ in pool.stream("SELECT 'left_early' || generate_series(1, 100000000)") {
                break
            }
            // Has to wait for the connection, which is given back when the server has stopped.
            try await pool.query("SELECT 1")
            #expect(try await !isRunning("left_early", on: outside))
        }
        await outside.close()
    }

    @Test func memoryStaysFlat() async throws {
        let before = residentMegabytes()
        var largest = 0
        var count = 0
        for try await rows in try TestDatabase.pool.stream(
            "SELECT i, repeat('x', 1000) FROM generate_series(1, 100000) i", chunk: 500)
        {
            count += rows.count
            largest = max(largest, residentMegabytes() - before)
        }
        #expect(count == 100_000)
        // 100 MB went through; other tests run beside this one.
        #expect(largest < 70)
    }

    @Test func largeRowsMakeSmallChunks() async throws {
        var count = 0
        for try await rows in try TestDatabase.pool.stream(
            "SELECT repeat('x', 1000000), NULL::int, '' FROM generate_series(1, 20)", chunk: 1000)
        {
            // Where libpq makes the chunks, they have the number of rows that was asked for.
            #expect(rows.count <= 5 || LibpqCapabilities.current.hasChunkedRows)
            for (text, null, empty) in try rows.decode(String.self, Int?.self, String.self) {
                #expect(text.utf8.count == 1_000_000 && null == nil && empty.isEmpty)
            }
            count += rows.count
        }
        #expect(count == 20)
    }

    /// How much memory the process occupies, where the system says so.
    private func residentMegabytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return pages * 4096 >> 20
    }
}
