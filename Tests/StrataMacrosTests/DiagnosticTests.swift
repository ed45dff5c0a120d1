import Testing

/// Source with something wrong, what is said about it, and what the fix-its make of it.
struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let source: String
    let problems: [String]
    var fixed: String?

    init(_ title: String, _ source: String, _ problems: [String], fixed: String? = nil) {
        testDescription = title
        self.source = source
        self.problems = problems
        self.fixed = fixed
    }
}

@Suite("What the macros complain about")
struct DiagnosticTests {
    private static let mistakes =
        Mistake.types + Mistake.tables + Mistake.entities + Mistake.properties + Mistake.kinds
        + Mistake.relationships

    @Test(arguments: mistakes)
    func `a mistake is named where it is`(mistake: Mistake) {
        let expansion = Expansion(mistake.source)
        #expect(expansion.problems == mistake.problems)
        #expect(expansion.fixed == mistake.fixed ?? mistake.source)
    }

    @Test(arguments: mistakes)
    func `nothing else is written after a mistake`(mistake: Mistake) {
        let text = Expansion(mistake.source).text
        #expect(!text.contains("extension"))
        #expect(!text.contains("CodingKeys"))
    }

    @Test(arguments: [
        "@Table(\"t\") struct T { var a: Int { 1 }; static var b = 1; lazy var c = 2; var id: Int }",
        "@Table(\"t\") struct T { let id: Int }",
        "@Table(\"t\") struct T { @PrimaryKey(.identity) var id: Alias }",
        "@Table(\"t\") struct T { @PrimaryKey(.uuid) var id: Foundation.UUID }",
        "@Table(\"t\") struct T { @available(macOS 15, *) @MainActor var id: Int }",
        "@Entity(\"t\") final class T: Codable { @PrimaryKey var id: Int; var n: Int { get { 1 } } }",
    ])
    func `what is fine draws no complaint`(source: String) {
        #expect(Expansion(source).problems == [])
    }
}
