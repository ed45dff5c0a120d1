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

    /// The lines of all files below a folder whose name ends so.
    private static func lines(below folder: String, ending suffix: String) throws -> [String] {
        let folder = root.appending(path: folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
        return try paths.filter { $0.hasSuffix(suffix) }.flatMap { path in
            try String(contentsOf: folder.appending(path: path), encoding: .utf8)
                .split(separator: "\n").map(String.init)
        }
    }

    /// The public codes that a module declares, by their spelling.
    private static func declared(_ module: String) throws -> [String] {
        try lines(below: "Sources/\(module)", ending: ".swift").compactMap { line in
            guard line.contains("public static let"), line.contains("Code(rawValue: \"") else {
                return nil
            }
            return line.split(separator: "\"").dropFirst().first.map(String.init)
        }
    }

    private static func catalogued(_ module: String) throws -> [String] {
        try lines(below: "Sources/\(module)/\(module).docc", ending: ".md").compactMap { line in
            line.hasPrefix("### ") ? String(line.dropFirst(4)) : nil
        }
    }

    @Test(arguments: [
        (["PGCore", "PGWire"], "PGWire", 36), (["QueryBuilder"], "QueryBuilder", 2),
        (["ORM"], "ORM", 9),
    ])
    func `the guides have a section for every code`(
        _ modules: [String], _ guide: String, _ least: Int
    ) throws {
        let declared = try modules.flatMap(Self.declared)
        let catalogued = try Self.catalogued(guide)

        #expect(declared.count >= least)
        #expect(Set(declared).subtracting(catalogued) == [], "missing in the guides of \(guide)")
        for code in declared {
            #expect(catalogued.count { $0 == code } <= 1, "\(code) is there twice")
        }
    }
}
