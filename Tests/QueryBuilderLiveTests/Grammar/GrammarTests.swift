import PGTestKit
import PGWire
import QueryBuilder
import Testing

/// Walks the synopses of the manual: each production has a builder call, which says it in the text,
/// and the server takes it.
@Suite("The grammar of the manual", .liveDatabase(.blog), .timeLimit(.minutes(1)))
struct GrammarTests {
    static let pages: [(name: String, written: [String], shown: [Production])] = [
        ("SELECT", Synopses.select, Productions.select),
        ("INSERT", Synopses.insert, Productions.insert),
        ("UPDATE", Synopses.update, Productions.update),
        ("DELETE", Synopses.delete, Productions.delete),
        ("MERGE", Synopses.merge, Productions.merge),
    ]

    @Test(arguments: pages.indices)
    func `no production is missing`(_ page: Int) {
        let (name, written, shown) = Self.pages[page]

        #expect(Set(written) == Set(shown.map(\.name)), "\(name)")
        #expect(Set(written).count == written.count && shown.count == written.count)
    }

    @Test(arguments: pages.indices)
    func `a text that is found by its shape is the one that is rendered`(_ page: Int) throws {
        for production in Self.pages[page].shown {
            let statements = production.statements()
            #expect(statements.count == 3, "\(production.name) is rendered without the cache, too")
            #expect(Set(statements.map(\.text)).count == 1, "\(production.name)")
            let values = statements.map { $0.parameters.map(described) }
            #expect(Set(values).count == 1, "\(production.name)")
        }
    }

    @Test(arguments: pages.indices)
    func `each is in the text, and the server prepares it`(_ page: Int) async throws {
        let version = try await serverVersion()
        let connection = try await TestDatabase.current.connect()
        for production in Self.pages[page].shown {
            let statement = try #require(production.statements().first)
            #expect(statement.text.contains(production.text), "\(production.name)")
            guard production.since <= version else { continue }
            do throws(PGError) {
                _ = try await connection.describe(statement)
            } catch {
                Issue.record("\(production.name): \(error.debugDescription)")
            }
        }
        await connection.close()
    }
}
