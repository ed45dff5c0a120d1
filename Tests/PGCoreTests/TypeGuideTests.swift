import CodecSamples
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The guide's table is compared with the types the codecs are tested with.
@Suite("The guide to the types")
struct TypeGuideTests {
    /// The rows of the table: names in PostgreSQL, and names in Swift.
    private static let rows: [(postgres: Set<String>, swift: Set<String>)] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Sources/PGCore/PGCore.docc/Types.md")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let section = lines.drop { $0 != "## Values" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        return section.filter { $0.hasPrefix("| `") }.map { line in
            let columns = line.split(separator: "|").map { names(in: $0) }
            return (columns[0], columns[1])
        }
    }()

    /// What stands between backticks, one or two of them.
    private static func names(in column: Substring) -> Set<String> {
        let parts = column.replacing("``", with: "`")
            .split(separator: "`", omittingEmptySubsequences: false)
        return Set(parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
    }

    @Test(arguments: CodecProperty.all)
    func `names every type there is a codec for`(property: CodecProperty) {
        let name = property.sqlType.prefix { $0 != "(" }

        #expect(
            Self.rows.contains { row in
                row.postgres.contains(String(name)) && row.swift.contains(property.swiftType)
            })
    }

    @Test func `names no type that is not tested`() {
        let tested = Set(CodecProperty.all.map(\.swiftType))
        let named = Self.rows.reduce(into: Set<String>()) { $0.formUnion($1.swift) }

        #expect(!Self.rows.isEmpty)
        #expect(named.subtracting(tested).isEmpty)
    }
}
