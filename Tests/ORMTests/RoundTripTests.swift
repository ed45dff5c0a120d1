@testable import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Statements in one round trip")
struct RoundTripTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    @Test func `several statements are one trip, and answers keep their order`() async throws {
        source.answer { (statement) throws(PGError) in
            statement.text.hasPrefix("SELECT")
                ? ScriptedRows(columns: ["id"], [[String(statement.text.dropFirst(7))]]) : nil
        }

        let answers = try await session.sendAll(["SELECT 1", "SELECT 2", "SELECT 3"])

        #expect(source.trips == [1, 3])
        #expect(try answers.map { try $0.decode(Int.self) } == [[1], [2], [3]])
    }

    @Test func `no statement is no trip, and one is sent by itself`() async throws {
        #expect(try await session.sendAll([]).isEmpty)
        #expect(source.trips.isEmpty)

        _ = try await session.sendAll(["SELECT 1"])
        #expect(source.trips == [1, 1])
    }

    @Test(arguments: 0..<3)
    func `an error says which statement it is about`(_ place: Int) async throws {
        let statements: [SQLStatement] = ["SELECT 0", "SELECT 1", "SELECT 2"]
        source.fail("SELECT \(place)", with: PGError(.server, "no"))

        let error = await #expect(throws: PGError.self) {
            _ = try await session.sendAll(statements)
        }

        #expect(error?.row == place)
        #expect(error?.statement == "SELECT \(place)")
        let later = await #expect(throws: PGError.self) { try await session.execute("SELECT 9") }
        #expect(later?.code == .transactionRolledBack)
        try await session.rollback()
        _ = try await session.execute("SELECT 9")
    }
}
