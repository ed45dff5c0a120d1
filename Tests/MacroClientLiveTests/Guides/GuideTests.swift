import Foundation
import PGTestKit
import PGWire
import StrataMacros
import Testing

/// The snippets of one guide, which are compiled here once more, with what they make.
struct Guide: Sendable, CustomTestStringConvertible {
    let name: String
    let tables: [TableDefinition]
    let statements: [String: SQLStatement]
    /// What only newer servers understand, and the first version that does.
    var newer: (version: Int, statements: [String: SQLStatement]) = (0, [:])

    var testDescription: String { name }

    var all: [String: SQLStatement] { statements.merging(newer.statements) { first, _ in first } }
}

@Suite("The guides of the query builder", .liveDatabase, .serialized, .timeLimit(.minutes(1)))
struct GuideTests {
    private static let guides = [
        Guide(
            name: "Selecting",
            tables: [Selecting.Customer.definition, Selecting.Order.definition],
            statements: Selecting.statements),
        Guide(
            name: "Joining",
            tables: [
                Joining.Customer.definition, Joining.Order.definition, Joining.Payment.definition,
            ], statements: Joining.statements),
        Guide(
            name: "Aggregating", tables: [Aggregating.Sale.definition],
            statements: Aggregating.statements),
        Guide(
            name: "CommonTables",
            tables: [CommonTables.Employee.definition, CommonTables.FormerEmployee.definition],
            statements: CommonTables.statements),
        Guide(
            name: "Inserting",
            tables: [Inserting.User.definition, Inserting.Visitor.definition],
            statements: Inserting.statements),
        Guide(
            name: "Updating", tables: [Updating.Product.definition, Updating.Offer.definition],
            statements: Updating.statements, newer: (18, Updating.newer)),
        Guide(
            name: "Deleting", tables: [Deleting.Session.definition, Deleting.User.definition],
            statements: Deleting.statements),
        Guide(
            name: "Merging", tables: [Merging.Stock.definition, Merging.Counted.definition],
            statements: Merging.statements, newer: (17, Merging.newer)),
        Guide(
            name: "Pagination", tables: [Pagination.Article.definition],
            statements: Pagination.statements),
        Guide(name: "RawSQL", tables: [RawSQL.Place.definition], statements: RawSQL.statements),
        Guide(
            name: "Expressions",
            tables: [Expressions.Person.definition, Expressions.Event.definition],
            statements: Expressions.statements),
        Guide(
            name: "LookingAtSQL", tables: [LookingAtSQL.Order.definition],
            statements: LookingAtSQL.statements),
        Guide(
            name: "Cookbook",
            tables: [
                Cookbook.Customer.definition, Cookbook.Order.definition, Cookbook.Item.definition,
                Cookbook.Product.definition, Cookbook.Employee.definition,
                Cookbook.Part.definition, Cookbook.Visit.definition, Cookbook.Reading.definition,
                Cookbook.Booking.definition, Cookbook.Job.definition,
                Cookbook.OldOrder.definition, Cookbook.Entry.definition,
                Cookbook.Counter.definition,
            ], statements: Cookbook.statements),
    ]

    /// The SQL that the guides show below each part of a snippet, by the snippet's name and the
    /// part's; white space does not count, because the guides have shorter lines.
    private static func shown() throws -> [String: [String: String]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appending(path: "Sources/QueryBuilder/QueryBuilder.docc")
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        var shown: [String: [String: String]] = [:]
        for file in files where file.pathExtension == "md" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for part in text.components(separatedBy: "@Snippet(path: \"strata/Snippets/")
                .dropFirst()
            {
                let words = part.components(separatedBy: "\"")
                let blocks = part.components(separatedBy: "```sql\n").dropFirst()
                    .compactMap { $0.components(separatedBy: "\n```").first }
                guard words.count > 2 else { continue }
                let (name, slice) = (words[0], words[2])
                if blocks.isEmpty, shown[name]?[slice] == nil {
                    shown[name, default: [:]][slice] = ""
                }
                for (number, block) in blocks.enumerated() {
                    let key = number == 0 ? slice : "\(slice) \(number + 1)"
                    shown[name, default: [:]][key] = squeezed(block)
                }
            }
        }
        return shown
    }

    private static func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    @Test(arguments: guides) func `show the SQL that each example makes`(guide: Guide) throws {
        let shown = try Self.shown()[guide.name] ?? [:]

        for (slice, statement) in guide.all {
            #expect(shown[slice] == Self.squeezed(statement.prettyText), "\(slice)")
        }
        for (slice, text) in shown where !text.isEmpty {
            #expect(guide.all[slice] != nil, "\(slice) is no part of \(guide.name)")
        }
    }

    @Test(arguments: guides) func `have examples that a server understands`(guide: Guide)
        async throws
    {
        let pool = try TestDatabase.pool
        try await pool.query("CREATE EXTENSION pg_trgm")
        for table in guide.tables { try await pool.query(table.createStatement()) }
        let version = try await pool.queryValue(
            "SELECT current_setting('server_version_num')::int / 10000", as: Int.self)

        let understood = version >= guide.newer.version ? guide.all : guide.statements
        for (slice, statement) in understood where slice != "cursor" {
            do {
                _ = try await pool.describe(statement)
            } catch {
                Issue.record(error, "\(slice)")
            }
        }
    }

    @Test func `warn of a forgotten condition, and tag a statement`() {
        #expect(LookingAtSQL.forgotten == [.cartesianProduct(tables: ["lines"])])
        #expect(LookingAtSQL.tagged.text.contains("route='%2Forders'"))
    }

    @Test func `write values into a text that is looked at`() {
        #expect(LookingAtSQL.query.sql.inlined.text.contains("'O''Hara'"))
    }

    @Test func `read rows in each of the ways`() async throws {
        let pool = try TestDatabase.pool
        try await pool.query(Materialisation.Reading.definition.createStatement())
        try await pool.query("INSERT INTO readings (device, value) VALUES ('a', 20), ('b', 1)")

        try await Materialisation.rows(on: pool)
        try await Materialisation.columns(on: pool)
        try await Materialisation.stream(on: pool)
        try await Materialisation.handle(on: pool)
        try await Materialisation.json(on: pool)
        try await Materialisation.transaction(on: pool)
    }

    @Test func `read pages after a cursor`() async throws {
        let pool = try TestDatabase.pool
        try await pool.query(Pagination.Article.definition.createStatement())
        try await pool.query(
            "INSERT INTO articles (title) SELECT 'article ' || i FROM generate_series(1, 30) i")

        let first = try await Pagination.page(after: nil, on: pool)
        let second = try await Pagination.page(after: first.next, on: pool)

        #expect(first.articles.count == 20 && second.articles.count == 10)
        #expect(first.articles.map(\.0) + second.articles.map(\.0) == Array(1...30))
        #expect(second.next == nil)
    }
}
