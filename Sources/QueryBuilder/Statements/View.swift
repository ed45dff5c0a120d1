public import PGCore

/// A table whose rows are those of a query: a view, or a materialised view.
///
/// It is declared as every table is, and named by the query it stands for:
///
/// ```swift
/// struct AuthorTotal: ViewTable {
///     var authorID: Int
///     var posts: Int
///     …
///     static var query: Select<NoColumns, Int, Int> {
///         PostRow.all.grouped { $0.authorID }.select { author, rows in (author, rows.count) }
///     }
/// }
/// try await AuthorTotal.createView().execute(on: pool)
/// let busy = try await AuthorTotal.where { $0.posts > 10 }.fetch(on: pool)
/// ```
///
/// The view's columns are those of the definition, in the order of what the query selects.
public protocol ViewTable: Table {
    /// The query's type.
    associatedtype ViewQuery: SelectQuery

    /// The query whose rows are the view's.
    static var query: ViewQuery { get }
}

extension ViewTable {
    /// Creates the view.
    ///
    /// - Parameter orReplace: Changes a view of this name, if there is one.
    public static func createView(orReplace: Bool = false) -> DefinitionCommand {
        create(orReplace ? "CREATE OR REPLACE VIEW " : "CREATE VIEW ")
    }

    /// Creates the view as one whose rows are stored until it is refreshed.
    ///
    /// - Parameter ifNotExists: Leaves a view of this name as it is.
    public static func createMaterializedView(ifNotExists: Bool = false) -> DefinitionCommand {
        create(
            ifNotExists
                ? "CREATE MATERIALIZED VIEW IF NOT EXISTS " : "CREATE MATERIALIZED VIEW ")
    }

    /// Stores the rows of the materialised view anew.
    ///
    /// - Parameter concurrently: Lets others read meanwhile, for which the view needs a unique index.
    public static func refresh(concurrently: Bool = false) -> DefinitionCommand {
        command(
            concurrently
                ? "REFRESH MATERIALIZED VIEW CONCURRENTLY " : "REFRESH MATERIALIZED VIEW ")
    }

    /// Drops the view, if it is there.
    public static func dropView() -> DefinitionCommand { command("DROP VIEW IF EXISTS ") }

    /// Drops the materialised view, if it is there.
    public static func dropMaterializedView() -> DefinitionCommand {
        command("DROP MATERIALIZED VIEW IF EXISTS ")
    }

    private static func command(_ keyword: String) -> DefinitionCommand {
        var renderer = Renderer()
        renderer.append(keyword)
        renderer.append(TableReference(definition))
        return DefinitionCommand(sql: renderer.statement)
    }

    /// A definition takes no parameters, so values are written into it, quoted.
    private static func create(_ keyword: String) -> DefinitionCommand {
        var renderer = Renderer()
        renderer.append(command(keyword).sql)
        renderer.append(" ")
        renderer.append(columnNames: definition.columns.map(\.name))
        renderer.append(" AS ")
        renderer.append(query.sql.textWithLiterals)
        return DefinitionCommand(sql: renderer.statement)
    }
}

/// A statement that defines something in the database.
public struct DefinitionCommand: Command {
    /// The statement that will be sent; it has no parameters.
    public let sql: SQLStatement
}
