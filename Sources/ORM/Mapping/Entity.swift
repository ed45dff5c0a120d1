public import PGCore
public import PGSchema
public import QueryBuilder

/// A class whose instances are rows with an identity: what a ``Session`` keeps track of.
///
/// `@Entity` writes everything below; it can be written by hand as well. All of it is flat code over
/// column positions, in the order of ``definition``: nothing is looked up by name or by reflection.
///
/// An entity is not `Sendable`. It belongs to the task that uses its session. Its ``Snapshot`` is a
/// value that may go anywhere.
public protocol Entity: AnyObject, Codable, SendableMetatype {
    /// The type of the primary key: the property's own, or a structure of several properties'.
    associatedtype ID: RowDecodable & Hashable & Codable
    /// The columns, for use in queries.
    associatedtype Columns: ColumnSet
    /// The values of all columns at one moment.
    associatedtype Snapshot: Codable & Sendable

    /// The table's schema (namespace), or `nil` for the search path's first.
    static var tableSchema: String? { get }

    /// The table's name.
    static var tableName: String { get }

    /// The name of the primary key's column, or of its first one.
    static var primaryKeyName: String { get }

    /// The names of the primary key's columns; one, unless a composite key says otherwise.
    static var primaryKeyNames: [String] { get }

    /// The table: its columns, in the order that every position below counts in, and its constraints.
    static var definition: TableDefinition { get }

    /// The columns, for use in queries.
    static var columns: Columns { get }

    /// The Swift property of every column. A foreign key's is the relationship's name.
    static var propertyNames: [String] { get }

    /// The position of the primary key, or of its first column.
    static var primaryKeyIndex: Int { get }

    /// The positions of the primary key's columns; one, unless a composite key says otherwise.
    static var primaryKeyIndexes: [Int] { get }

    /// Returns the primary key of a row with all columns.
    ///
    /// - Throws: `PGError` with a decoding code.
    static func primaryKey<Row: RowReader>(in row: borrowing Row) throws(PGError) -> ID

    /// Returns one column of a key, ready to be bound.
    ///
    /// - Parameters:
    ///   - id: The key.
    ///   - part: Which of ``primaryKeyIndexes`` it is.
    static func keyParameter(_ id: ID, part: Int) -> any ParameterEncodable

    /// What changes with every update of a row, or `nil` when the last writer wins.
    static var rowVersion: RowVersion? { get }

    /// The columns that the server computes from others: never written, and read back after every
    /// insertion and update.
    static var generatedColumns: ColumnMask { get }

    /// The columns that hold the time of the last update: every update sets them, unless the
    /// program has given them another value.
    static var updateTimeColumns: ColumnMask { get }

    /// The columns of ``Deferred`` properties, which queries leave out.
    static var deferredColumns: ColumnMask { get }

    /// The values that take several columns.
    static var embeddedGroups: [EmbeddedGroup] { get }

    /// Whether rows can only be read, because the table is a view.
    static var isReadOnly: Bool { get }

    /// The relationships, in the order of their declaration.
    static var relationships: [Relationship] { get }

    /// The position of the column that says a row is deleted, or `nil` when deleting a row removes
    /// it.
    ///
    /// The column is a nullable timestamp or a boolean. A session's deletion sets it to the time or
    /// to true, and rows in which it is set are not found any more unless a query asks for them.
    static var softDeleteColumn: Int? { get }

    /// Makes an instance from all columns of a row, starting at `index`, and moves `index` past them.
    ///
    /// - Throws: `PGError` with a decoding code; it names the column.
    init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError)

    /// The primary key, or `nil` while the server has not generated it.
    var persistentID: ID? { get }

    /// The columns that have no value yet because the server makes one: identity columns and
    /// defaults that were not set.
    var unsetColumns: ColumnMask { get }

    /// Returns a column's value, ready to be bound; NULL when it is unset.
    func parameter(forColumn index: Int) -> any ParameterEncodable

    /// Returns a column's values of several instances, ready to be bound as one array.
    ///
    /// The default asks each instance by itself. Values that keep their types are faster, which is
    /// what `@Entity` writes:
    ///
    /// ```swift
    /// switch index {
    /// case 0: ColumnValues(instances) { $0._id }
    /// case 1: ColumnValues(instances) { $0.email }
    /// default: SQLNull()
    /// }
    /// ```
    static func parameter(
        forColumn index: Int, of instances: [Self]
    ) -> any ParameterEncodable

    /// Sets a column from what the server sent.
    ///
    /// - Throws: `PGError` with a decoding code.
    func load(column index: Int, from cell: Cell) throws(PGError)

    /// Makes a column that the server fills in unset again, after its row was rolled back.
    func clear(column index: Int)

    /// The current values as a value that may leave the task.
    var snapshot: Snapshot { get }

    /// Sets all columns to earlier values.
    func restore(_ snapshot: Snapshot)

    /// Returns the columns that differ from an earlier snapshot.
    func changedColumns(since snapshot: Snapshot) -> ColumnMask
}

/// A key of one column, which is what most entities have.
extension Entity where ID: SQLValue {
    /// The only column's name.
    public static var primaryKeyNames: [String] { [primaryKeyName] }

    /// The only column's position.
    public static var primaryKeyIndexes: [Int] { [primaryKeyIndex] }

    /// Decodes the only column.
    ///
    /// - Throws: `PGError` with a decoding code.
    @inlinable
    public static func primaryKey<Row: RowReader>(
        in row: borrowing Row
    ) throws(PGError) -> ID {
        try ID.decode(row.cell(at: primaryKeyIndex))
    }

    /// The key itself.
    @inlinable
    public static func keyParameter(_ id: ID, part: Int) -> any ParameterEncodable { id }
}

extension Entity {
    /// The key in messages.
    static func keyText(_ id: ID) -> String {
        let parts = keyParameters(id).map(\.textRepresentation)
        return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: ", ")))"
    }

    /// Returns all columns of a key, ready to be bound.
    public static func keyParameters(_ id: ID) -> [any ParameterEncodable] {
        primaryKeyIndexes.indices.map { keyParameter(id, part: $0) }
    }

    /// No column is computed.
    public static var generatedColumns: ColumnMask { ColumnMask() }

    /// No column holds the time of the last update.
    public static var updateTimeColumns: ColumnMask { ColumnMask() }

    /// No column is left out.
    public static var deferredColumns: ColumnMask { ColumnMask() }

    /// Every value takes one column.
    public static var embeddedGroups: [EmbeddedGroup] { [] }

    /// Rows can be written.
    public static var isReadOnly: Bool { false }

    /// The last writer wins.
    public static var rowVersion: RowVersion? { nil }

    /// Asks each instance.
    public static func parameter(
        forColumn index: Int, of instances: [Self]
    ) -> any ParameterEncodable {
        parameterAskingEach(instances, forColumn: index)
    }

    /// Returns a column's values of several instances, each asked by itself.
    public static func parameterAskingEach(
        _ instances: [Self], forColumn index: Int
    ) -> any ParameterEncodable {
        ArrayParameter(values: instances.map { $0.parameter(forColumn: index) })
    }

    /// The search path's first schema.
    public static var tableSchema: String? { nil }

    /// Rows are deleted for good.
    public static var softDeleteColumn: Int? { nil }

    /// Returns a value that the server fills in, or stops the program when it was read too early.
    ///
    /// Called by the accessors `@Entity` writes. ``persistentID`` can be read at any time.
    @inlinable
    @inline(__always)
    public static func known<Value>(_ value: Value?, _ property: StaticString) -> Value {
        guard let value else { unknown(property) }
        return value
    }

    @usableFromInline
    static func unknown(_ property: StaticString) -> Never {
        preconditionFailure(
            "\(Self.self).\(property) is filled in by the server and is not known before the "
                + "first flush")
    }
}
