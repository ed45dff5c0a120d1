import ORM
import ORMTestSupport
import PGCore
import Testing

@Suite("Validation")
struct ValidationTests {
    private let source = ScriptedSource()
    private let session: SessionCore<ScriptedSource>

    init() {
        session = SessionCore(source)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        var code: String?
        var tenantID = 1
        let failures: [String]

        var testDescription: String { "\(title) \(code ?? "-") \(tenantID)" }
    }

    private static let cases = [
        Case(title: "a", failures: []),
        Case(title: "a", code: "ABC", tenantID: 9, failures: []),
        Case(title: "", failures: ["title is empty"]),
        Case(title: " \n", failures: ["title is empty"]),
        Case(
            title: String(repeating: "x", count: 21), failures: ["title needs ...20 characters"]),
        Case(title: "a", tenantID: 0, failures: ["tenantID is not in 1...9"]),
        Case(title: "a", code: "AB", failures: ["code is not three capitals"]),
        Case(title: "forbidden", failures: ["title is not allowed"]),
        Case(title: "ABC", code: "ABC", failures: ["is named like its code"]),
        Case(
            title: "", code: "", tenantID: 10,
            failures: [
                "title is empty", "tenantID is not in 1...9", "code is not three capitals",
                "is named like its code",
            ]),
    ]

    @Test(arguments: cases)
    func `an instance is asked for everything at once`(example: Case) throws {
        let document = Document(
            tenantID: example.tenantID, title: example.title, code: example.code)

        #expect(
            document.validationFailures.map(\.description)
                == example.failures.map { "new Document: \($0)" })
        guard !example.failures.isEmpty else { return try document.validate() }
        let error = #expect(throws: PGError.self) { try document.validate() }
        #expect(error?.code == .validationFailed)
    }

    @Test func `a flush lists every failure of every instance and sends nothing`() async throws {
        let fine = Document(title: "fine")
        session.add(fine)
        try await session.commit()
        source.clear()
        fine.tenantID = 11
        fine.code = "no"
        session.add(Document(title: ""))
        session.add(User(email: "a@x.org", name: "A"))

        let error = await #expect(throws: PGError.self) { try await session.commit() }

        #expect(error?.code == .validationFailed)
        #expect(
            error?.message
                == "new Document: title is empty; Document 1: tenantID is not in 1...9; "
                + "Document 1: code is not three capitals")
        #expect(error?.validationFailures.map(\.property) == ["title", "tenantID", "code"])
        #expect(error?.validationFailures.map(\.key) == [nil, "1", "1"])
        #expect(source.log.isEmpty)
        #expect(session.isDirty)
    }

    @Test func `hooks run before`() async throws {
        session.add(Document(title: "   x   "))
        try await session.flush()
        session.add(Document(title: "      "))

        let error = await #expect(throws: PGError.self) { try await session.flush() }

        #expect(error?.code == .validationFailed)
    }

    @Test func `what is not written is not asked`() async throws {
        source.answer { (statement) throws(PGError) in
            guard statement.text.hasPrefix("SELECT") else { return nil }
            return ScriptedRows(
                columns: ["id", "tenant_id", "title", "code", "deleted_at"],
                [["7", "0", "", nil, nil]])
        }
        let document = try #require(try await session.get(Document.self, 7))
        session.add(Document(title: "new"))

        try await session.flush()
        session.delete(document)
        try await session.flush()

        #expect(!document.validationFailures.isEmpty)
    }

    @Test func `a session can be asked`() throws {
        session.add(Document(title: ""))

        let error = #expect(throws: PGError.self) { try session.validate() }

        #expect(error?.validationFailures.count == 1)
        #expect(error?.location != nil)
    }
}
