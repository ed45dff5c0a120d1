package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

/// A row with a name, and with the foreign keys that its kind says; written by hand.
package final class Node<Kind: NodeKind>: Codable {
    private var _id: Int?
    package var name: String
    private var _up: ToOne<Node<Kind.Up>>?
    private var _side: ToOne<Node<Kind.Side>>?
    private var _next: ToOne<Node<Kind.Next>>?
    private var _downs = ToMany<Node<Kind.Down>>()
    private var _backs = ToMany<Node<Kind.Back>>()
    private var _peers = ToMany<Node<Kind.Peer>>()
    private var _only = ToOneInverse<Node<Kind.Down>>()

    package init(_ name: String, up: Node<Kind.Up>? = nil, side: Node<Kind.Side>? = nil) {
        self.name = name
        _up = up.map { ToOne($0) }
        _side = side.map { ToOne($0) }
    }

    package init<Row: RowReader>(from row: Row, at index: inout Int) throws(PGError) {
        _id = try Int(from: row, at: &index)
        name = try String(from: row, at: &index)
        for reference in Kind.references {
            point(reference, to: try Int?(from: row, at: &index))
        }
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _up = "upID"
        case _side = "sideID"
        case _next = "nextID"
    }
}

extension Node {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    package var up: ToOne<Node<Kind.Up>>? {
        get { _up?.named("Node.up") }
        set { _up = newValue }
    }
    package var side: ToOne<Node<Kind.Side>>? {
        get { _side?.named("Node.side") }
        set { _side = newValue }
    }
    package var next: ToOne<Node<Kind.Next>>? {
        get { _next?.named("Node.next") }
        set { _next = newValue }
    }
    package var downs: ToMany<Node<Kind.Down>> {
        get { _downs.named("Node.downs") }
        set { _downs = newValue }
    }
    package var backs: ToMany<Node<Kind.Back>> {
        get { _backs.named("Node.backs") }
        set { _backs = newValue }
    }
    package var peers: ToMany<Node<Kind.Peer>> {
        get { _peers.named("Node.peers") }
        set { _peers = newValue }
    }
    package var only: ToOneInverse<Node<Kind.Down>> {
        get { _only.named("Node.only") }
        set { _only = newValue }
    }

    fileprivate func key(_ reference: NodeReference) -> Int? {
        switch reference {
        case .up: _up?.id
        case .side: _side?.id
        case .next: _next?.id
        }
    }

    fileprivate func point(_ reference: NodeReference, to id: Int?) {
        switch reference {
        case .up: _up.point(to: id)
        case .side: _side.point(to: id)
        case .next: _next.point(to: id)
        }
    }
}

extension Node: ORM.Entity {
    package typealias ID = Int

    package struct Columns: ColumnSet {
        package let id: Column<Int>
        package let name: Column<String>
        private let references: [Column<Int?>]

        package init(_ table: TableReference) {
            id = Column<Int>(table, "id")
            name = Column<String>(table, "name")
            references = Kind.references.map { Column<Int?>(table, $0.column) }
        }

        package var selectedExpressions: [SQLNode] {
            [id.node, name.node] + references.map(\.node)
        }
    }

    package static var columns: Columns { Columns(TableReference(Kind.table)) }
    package static var tableName: String { Kind.table }
    package static var primaryKeyName: String { "id" }
    package static var primaryKeyIndex: Int { 0 }
    package static var propertyNames: [String] { ["id", "name"] + Kind.references.map(\.rawValue) }
    package static var relationships: [Relationship] { Kind.relationships }

    package static var definition: TableDefinition {
        TableDefinition(
            name: Kind.table,
            columns: [
                ColumnDefinition("id", Int.sqlType, identity: .byDefault),
                ColumnDefinition("name", String.sqlType),
            ] + Kind.references.map { ColumnDefinition($0.column, Int.sqlType, isNullable: true) },
            primaryKey: ["id"],
            uniques: Kind.unique.map { UniqueDefinition(table: Kind.table, columns: [$0.column]) },
            foreignKeys: Kind.references.map(foreignKey))
    }

    private static func foreignKey(_ reference: NodeReference) -> ForeignKeyDefinition {
        let target =
            switch reference {
            case .up: Kind.Up.table
            case .side: Kind.Side.table
            case .next: Kind.Next.table
            }
        return ForeignKeyDefinition(
            table: Kind.table, columns: [reference.column], referencedTable: target,
            referencedColumns: ["id"], onDelete: Kind.action(reference))
    }

    package var persistentID: Int? { _id }

    package var unsetColumns: ColumnMask {
        var mask = ColumnMask()
        if _id == nil { mask.insert(0) }
        return mask
    }

    package func parameter(forColumn index: Int) -> any ParameterEncodable {
        switch index {
        case 0: _id
        case 1: name
        default: key(Kind.references[index - 2])
        }
    }

    package func load(column index: Int, from cell: Cell) throws(PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        default: point(Kind.references[index - 2], to: try Int?.decode(cell))
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var id: Int?
        fileprivate var name: String
        fileprivate var keys: [Int?]
    }

    package var snapshot: Snapshot {
        Snapshot(id: _id, name: name, keys: Kind.references.map(key))
    }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot.id
        name = snapshot.name
        for (reference, key) in zip(Kind.references, snapshot.keys) { point(reference, to: key) }
    }

    package func changedColumns(since snapshot: Snapshot) -> ColumnMask {
        var mask = ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot.id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        for (index, reference) in Kind.references.enumerated() {
            let earlier = snapshot.keys[index]
            switch reference {
            case .up: mask.insert(2 + index, ifChanged: _up, from: earlier)
            case .side: mask.insert(2 + index, ifChanged: _side, from: earlier)
            case .next: mask.insert(2 + index, ifChanged: _next, from: earlier)
            }
        }
        return mask
    }
}
