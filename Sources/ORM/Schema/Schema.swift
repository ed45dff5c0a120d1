public import PGCore
public import PGSchema
public import PGWire
public import QueryBuilder

/// The database schema that a set of types asks for.
///
/// ```swift
/// let schema = Schema(User.self, Post.self, enums: [Role.self])
/// try await schema.createAll(on: pool)
/// ```
public struct Schema: Sendable {
    /// The schema as data.
    public let definition: DatabaseSchema

    /// Collects the tables of entities, of other row types, and the enum types they use.
    ///
    /// Views are left out: migrations make them.
    public init(
        _ entities: any Entity.Type..., tables: [any Table.Type] = [],
        enums: [any PostgresEnum.Type] = []
    ) {
        definition = DatabaseSchema(
            enums: enums.map { Self.definition(of: $0) },
            tables: entities.filter { !$0.isReadOnly }.map { $0.definition }
                + Self.joinTables(of: entities)
                + tables.map { $0.definition })
    }

    /// The tables without an entity, each once: both sides may name them.
    private static func joinTables(of entities: [any Entity.Type]) -> [TableDefinition] {
        var seen: Set<QualifiedName> = []
        return entities.flatMap { $0.relationships.compactMap(\.joinTable) }
            .filter { seen.insert($0.qualifiedName).inserted }
    }

    private static func definition<Label: PostgresEnum>(of type: Label.Type) -> EnumDefinition {
        EnumDefinition(name: type.typeName, labels: type.labels)
    }

    /// Creates what is missing, in dependency order, in one transaction.
    ///
    /// What exists by name is left as it is, so that it can be called at every start; a table that
    /// has changed needs a migration. Programs that start at the same time wait for each other.
    ///
    /// - Parameters:
    ///   - pool: Where to create it.
    ///   - schema: The schema (namespace) for tables that name none, such as a tenant's, which is
    ///     created as well; `nil` for the search path's first.
    /// - Throws: `PGError.Code.invalidMapping` when the types contradict each other;
    ///   `PGError.Code.server`; a connection error.
    public func createAll(
        on pool: ConnectionPool, in schema: String? = nil
    ) async throws(PGError) {
        var statements = try createStatements()
        if let schema {
            let name = SQLIdentifier.quote(schema)
            statements =
                [
                    "CREATE SCHEMA IF NOT EXISTS \(raw: name)", .lookingFirst(in: schema),
                ] + statements
        }
        try await run(statements, on: pool)
    }

    /// Drops what exists, in reverse order, in one transaction.
    ///
    /// - Parameters:
    ///   - pool: Where to drop it.
    ///   - schema: The schema (namespace) of the tables that name none, which remains, empty or not;
    ///     `nil` for the search path's.
    /// - Throws: `PGError.Code.server` when something outside the schema depends on it; a
    ///   connection error.
    public func dropAll(
        on pool: ConnectionPool, in schema: String? = nil
    ) async throws(PGError) {
        var statements = definition.dropStatements(ifExists: true)
        // Only there: what the tenant does not have is not to be found elsewhere.
        if let schema {
            let name = SQLIdentifier.quote(schema)
            statements.insert("SELECT set_config('search_path', \(name), true)", at: 0)
        }
        try await run(statements, on: pool)
    }

    /// Returns the statements of `createAll`.
    ///
    /// - Throws: `PGError.Code.invalidMapping` when the types contradict each other.
    public func createStatements() throws(PGError) -> [SQLStatement] {
        do throws(SchemaError) {
            return try definition.createStatements(ifNotExists: true)
        } catch {
            throw PGError(.invalidMapping, error.message, hint: error.hint).caused(by: error)
        }
    }

    /// Serialises everybody who creates or drops a schema in this database.
    private static let lock: SQLStatement = "SELECT pg_advisory_xact_lock(8245931876120017)"

    private func run(_ statements: [SQLStatement], on pool: ConnectionPool) async throws(PGError) {
        do {
            try await pool.withConnection { connection in
                try await connection.withTransaction { _ in
                    try await connection.executeOnce(Self.lock)
                    for statement in statements { try await connection.executeOnce(statement) }
                }
            }
        } catch let error as PGError {
            throw error
        } catch {
            throw PGError(.cancelled, "the schema was not changed").caused(by: error)
        }
    }
}
