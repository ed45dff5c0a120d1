#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import Testing

@Suite("The error catalogue")
struct ErrorCatalogueTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func lines(_ path: String) throws -> [String] {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The codes that this module declares, by their spelling.
    private static func declared() throws -> [String] {
        try lines("Sources/PGCore/Errors/PGError+Code.swift").compactMap { line in
            guard line.contains("public static let") else { return nil }
            return line.split(separator: "\"").dropFirst().first.map(String.init)
        }
    }

    private static func catalogued() throws -> [String] {
        try lines("Sources/PGWire/PGWire.docc/Errors.md").compactMap { line in
            line.hasPrefix("### ") ? String(line.dropFirst(4)) : nil
        }
    }

    @Test func `the guide has one section for every code`() throws {
        let declared = try Self.declared()
        let catalogued = try Self.catalogued()

        #expect(declared.count > 20)
        #expect(Set(declared).subtracting(catalogued) == [], "missing in Errors.md")
        #expect(catalogued.count == Set(catalogued).count, "twice in Errors.md")
    }
}
