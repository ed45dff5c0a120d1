/// Writes the Swift types that stand for a database: what the tables of an existing database look like
/// as entities, with their relationships, or as plain row types.
///
/// ```swift
/// let live = try await Introspector.readSchema(on: pool)      // in Migrations
/// let models = ModelGenerator(live)
/// print(models.source)
/// for remark in models.remarks { print(remark) }
/// ```
///
/// The text depends on nothing but the schema: the same database gives the same text. Compiled, it asks
/// for the database it was made from, so that `databaseModels.difference(from: live)` is empty but for
/// what ``remarks`` say.
public struct ModelGenerator: Sendable {
    /// What tables become.
    public enum Style: String, Sendable {
        /// Classes with `@Entity`, and structs where a table has no primary key.
        case entities
        /// Structs with `@Table`.
        case tables
    }

    /// A file of source text.
    public struct File: Sendable, Hashable {
        /// The file's name.
        public let name: String
        /// Its text.
        public let text: String
    }

    /// What a person should look at: columns without a Swift type, and what a mapping does otherwise.
    public let remarks: [String]

    private let types: [ModelText]
    private let list: ModelText
    private let needsFoundation: Bool
    private let access: String

    /// Plans the types for a schema.
    ///
    /// - Parameters:
    ///   - schema: What the catalogs report.
    ///   - style: What tables become.
    ///   - isPublic: Whether everything is public, for a module of its own.
    public init(_ schema: DatabaseSchema, style: Style = .entities, isPublic: Bool = false) {
        access = isPublic ? "public " : ""
        var writer = ModelWriter(ModelPlan(schema, style: style), access: access)
        types = writer.types()
        list = writer.list()
        remarks = writer.remarks
        needsFoundation = writer.needsFoundation
    }

    /// Everything as the text of one file.
    public var source: String {
        header + (types + [list]).map { "\n" + $0.text + "\n" }.joined()
    }

    /// A file for each type, and one for the list of all.
    public var files: [File] {
        (types + [list]).map { type in
            File(name: type.name + ".swift", text: header + "\n" + type.text + "\n")
        }
    }

    /// What every file begins with.
    public var header: String {
        """
        // Made from a database by `strata generate entities`. Made again, it overwrites changes.
        // swift-format-ignore-file

        \(needsFoundation ? "\(access)import Foundation\n" : "")\(access)import StrataMacros

        """
    }
}

/// The text of one type.
struct ModelText: Sendable {
    let name: String
    var lines: [String]

    var text: String { lines.joined(separator: "\n") }
}
