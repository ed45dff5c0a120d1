import PGCore
import PGTestKit
import PGWire
import Testing

private struct Mistake: Error {}

@Suite("Cursors", .liveDatabase, .timeLimit(.minutes(1)))
struct CursorTests {
    @Test func fetchesAndMovesInEveryDirection() async throws {
        try await TestDatabase.pool.withTransaction { transaction in
            try await transaction.withCursor(
                "SELECT i FROM generate_series(1, \(10)) i", scroll: true
            ) { cursor in
                func fetch(_ direction: Cursor.Direction) async throws -> [Int] {
                    try await cursor.fetch(direction).decode(Int.self)
                }
                let start = try await cursor.fetch(3)
                #expect(try start.decode(Int.self) == [1, 2, 3])
                #expect(try await fetch(.next) == [4])
                #expect(try await fetch(.prior) == [3])
                #expect(try await fetch(.backward(5)) == [2, 1])
                #expect(try await fetch(.last) == [10])
                #expect(try await fetch(.first) == [1])
                #expect(try await fetch(.absolute(-2)) == [9])
                #expect(try await fetch(.relative(-4)) == [5])
                #expect(try await cursor.move(.forward(2)) == 2)
                #expect(try await fetch(.forwardAll) == [8, 9, 10])
                #expect(try await fetch(.forward(1)) == [])
                #expect(try await cursor.move(.backwardAll) == 10)
                #expect(try await fetch(.forward(1)) == [1])
            }
        }
    }

    @Test(arguments: [1, 7, 1000])
    func chunksYieldEveryRow(size: Int) async throws {
        let connection = try await TestDatabase.current.connect()
        let sum = try await connection.withCursor("SELECT i, 'x' FROM generate_series(1, 100) i") {
            cursor in
            var sum = 0
            for try await rows in cursor.chunks(of: size) {
                #expect(rows.count <= size)
                for (number, text) in try rows.decode(Int.self, String.self) {
                    #expect(text == "x")
                    sum += number
                }
            }
            return sum
        }
        #expect(sum == 5050)
        #expect(
            try await connection.query("SELECT 1 FROM pg_cursors WHERE name LIKE 'strata%'").isEmpty
        )
        await connection.close()
    }

    @Test func goingBackNeedsScroll() async throws {
        let connection = try await TestDatabase.current.connect()
        let error = await #expect(throws: PGError.self) {
            try await connection.withCursor("SELECT 1") { try await $0.fetch(.backward(1)) }
        }
        #expect(error?.sqlState == "55000")
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()
    }

    @Test func aCursorThatIsHeldNeedsNoTransaction() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.withCursor("SELECT generate_series(1, 3)", hold: true) { cursor in
            #expect(try await cursor.fetch(2).decode(Int.self) == [1, 2])
            try await connection.query("CREATE TABLE t (n int)")
            #expect(try await cursor.fetch(2).decode(Int.self) == [3])
        }
        await #expect(throws: Mistake.self) {
            try await connection.withCursor("SELECT 1", hold: true) { _ in throw Mistake() }
        }
        #expect(
            try await connection.query("SELECT 1 FROM pg_cursors WHERE name LIKE 'strata%'").isEmpty
        )
        await connection.close()
    }

    @Test func anErrorOfTheClosureRollsBackAndTheCursorIsClosed() async throws {
        let connection = try await TestDatabase.current.connect()
        var kept: Cursor?
        await #expect(throws: Mistake.self) {
            try await connection.withCursor("SELECT 1") { cursor in
                kept = cursor
                throw Mistake()
            }
        }
        let error = await #expect(throws: PGError.self) { try await kept?.fetch(1) }
        #expect(error?.code == .closed)
        #expect(try await connection.query("SELECT 1").count == 1)
        await connection.close()
    }

    @Test func typesWithoutBinaryFormAreFetchedAsText() async throws {
        let connection = try await TestDatabase.current.connect()
        try await connection.withCursor("SELECT 1, makeaclitem(10, 10, 'SELECT', false)") {
            let rows = try await $0.fetch(1)
            #expect(rows.columnTypes == [.int4, .aclitem])
        }
        await connection.close()
    }
}
