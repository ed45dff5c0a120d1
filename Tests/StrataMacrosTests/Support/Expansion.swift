import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacros

@testable import StrataMacrosPlugin

/// What the macros make of a source file, without a compiler around them.
struct Expansion {
    /// The source with everything expanded.
    let text: String
    /// The errors as `line:column message`, each followed by its notes and fix-its.
    let problems: [String]
    /// The source after applying all fix-its.
    let fixed: String

    init(_ source: String) {
        let file: SourceFileSyntax = "\(raw: source)"
        let context = BasicMacroExpansionContext(
            sourceFiles: [
                file: BasicMacroExpansionContext.KnownSourceFile(
                    moduleName: "Client", fullFilePath: "client.swift")
            ])
        let expanded = file.expand(
            macroSpecs: Self.macros,
            contextGenerator: { node in
                BasicMacroExpansionContext(
                    sharingWith: context, lexicalContext: node.allMacroLexicalContexts())
            }, indentationWidth: .spaces(4))
        text = expanded.description
        let places = Places(context: context)
        problems = context.diagnostics.flatMap(places.describe)
        fixed = places.apply(context.diagnostics.flatMap(\.fixIts), to: source)
    }

    private static let macros: [String: MacroSpec] = {
        let markers = [
            "PrimaryKey", "Unique", "Index", "Check", "Default", "Column", "References",
            "Version", "JSON", "Stored", "Embedded", "Generated", "CreatedAt", "UpdatedAt",
        ]
        var specs = [
            "Table": MacroSpec(type: TableMacro.self, conformances: ["Table"]),
            "ColumnGroup": MacroSpec(
                type: ColumnGroupMacro.self, conformances: ["ColumnGroup"]),
            "Entity": MacroSpec(type: EntityMacro.self, conformances: ["Entity"]),
            "_ServerGenerated": MacroSpec(type: ServerGeneratedMacro.self),
            "BelongsTo": MacroSpec(type: BelongsToMacro.self),
            "HasMany": MacroSpec(type: HasManyMacro.self),
            "HasOne": MacroSpec(type: HasManyMacro.self),
            "ManyToMany": MacroSpec(type: HasManyMacro.self),
            "sql": MacroSpec(type: SQLMacro.self),
        ]
        for marker in markers { specs[marker] = MacroSpec(type: MarkerMacro.self) }
        return specs
    }()
}

/// Maps nodes, which a macro sees apart from their file, back to the file.
private struct Places {
    let context: BasicMacroExpansionContext

    func describe(_ diagnostic: Diagnostic) -> [String] {
        var lines = ["\(place(diagnostic.position, in: diagnostic.node)) \(diagnostic.message)"]
        lines += diagnostic.notes.map { "note: \(place($0.position, in: $0.node)) \($0.message)" }
        lines += diagnostic.fixIts.map { "fix: \($0.message.message)" }
        return lines
    }

    private func place(_ position: AbsolutePosition, in node: Syntax) -> String {
        let location = self.location(position, in: node)
        return location.map { "\($0.line):\($0.column)" } ?? "?"
    }

    private func location(_ position: AbsolutePosition, in node: Syntax) -> SourceLocation? {
        context.location(for: position, anchoredAt: node, fileName: "client.swift")
    }

    func apply(_ fixIts: [FixIt], to source: String) -> String {
        var bytes = Array(source.utf8)
        let edits = fixIts.flatMap(\.changes).compactMap { change -> (Range<Int>, String)? in
            guard case .replace(let old, let new) = change,
                let start = location(old.position, in: old)?.offset
            else { return nil }
            return (start..<(start + old.totalLength.utf8Length), new.description)
        }
        for (range, text) in edits.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) {
            bytes.replaceSubrange(range, with: Array(text.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
