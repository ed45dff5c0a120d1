import ArgumentParser
import Migrations
import PGCore
import PGSchema
import PGWire

/// The commands that write source text.
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write Swift source from a database.", subcommands: [GenerateEntities.self])
}

/// Writes the types that stand for the tables of a database.
struct GenerateEntities: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entities",
        abstract: "Write entities, or row types, for the tables of a database.",
        discussion: """
            What a mapping cannot say is remarked on standard error. The same database gives the \
            same text, so that a check in continuous integration can compare it with what is \
            checked in.

            Exit codes: 0 done; 1 the database or a file could not be used; 5 no connection; \
            64 wrong use; 130 interrupted.
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: "The schema (namespace); the first of the search path unless it is said.")
    var schema: String?

    @Option(
        help: ArgumentHelp(
            "Where to write: a folder, for a file for each type, or a file that ends in .swift.",
            discussion:
                "Without it everything goes to standard output. Files that were not made by "
                + "this command are not overwritten.",
            valueName: "path"))
    var output: String?

    @Option(help: "Take only this table; may be repeated.")
    var only: [String] = []

    @Flag(help: "Write structs with @Table instead of entities.")
    var tables = false

    @Flag(name: .customLong("public"), help: "Make everything public.")
    var isPublic = false

    func run() async throws {
        let (schema, only, isPublic) = (schema, only, isPublic)
        let style: ModelGenerator.Style = tables ? .tables : .entities
        let files = ModelFiles(output: output)
        try await connection.withSource { source in
            var live = try await Self.read(schema, source)
            try Self.keep(only, of: &live)
            let models = ModelGenerator(live, style: style, isPublic: isPublic)
            try files.write(models)
            for remark in models.remarks { Console.remark("note: \(remark)") }
        }
    }

    private static func read(
        _ schema: String?, _ source: ConnectionConfiguration.Source
    ) async throws -> DatabaseSchema {
        let connection: Connection
        do {
            connection = try await Connection.connect(source)
        } catch {
            Console.remark("error: \(error)")
            throw error.code == .cancelled ? ExitCode.interrupted : .cannotConnect
        }
        do {
            let live = try await Introspector.readSchema(schema, on: connection)
            await connection.close()
            return live
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func keep(_ names: [String], of schema: inout DatabaseSchema) throws {
        guard !names.isEmpty else { return }
        for name in names where !schema.tables.contains(where: { $0.name == name }) {
            throw ModelFileError("there is no table \(name)")
        }
        schema.tables.removeAll { !names.contains($0.name) }
        let used = schema.tables.flatMap(\.columns).map(\.type.rawValue)
        schema.enums.removeAll { type in
            let name = SQLIdentifier.quoteIfNeeded(type.name)
            return !used.contains {
                $0 == name || $0.hasSuffix("." + name) || $0.hasPrefix(name + "[")
            }
        }
    }
}
