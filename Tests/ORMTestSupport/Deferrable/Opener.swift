package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("openers") final class Opener: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var label: String
//     @BelongsTo var padlock: ToOne<Padlock>
//     init(label: String, padlock: ToOne<Padlock>)
// }
package final class Opener: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var label: String
    package var padlock: ToOne<Padlock> {
        get { _padlock.named("Opener.padlock") }
        set { _padlock = newValue }
    }
    private var _padlock: ToOne<Padlock>

    package init(label: String, padlock: ToOne<Padlock>) {
        self.label = label
        self._padlock = padlock
    }

    package init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.label = try String(from: row, at: &index)
        self._padlock = ToOne<Padlock>(id: try Padlock.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case label
        case _padlock = "padlockID"
    }
}

extension Opener: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let label: QueryBuilder.Column<String>
        package let padlockID: QueryBuilder.Column<Padlock.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            label = QueryBuilder.Column<String>(table, "label")
            padlockID = QueryBuilder.Column<Padlock.ID>(table, "padlock_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, label.node, padlockID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("openers"))
    package static var tableName: String { "openers" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "openers",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("label", String.sqlType),
            PGSchema.ColumnDefinition("padlock_id", Padlock.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "openers", column: "padlock_id", references: Padlock.self)
        ])
    package static let propertyNames: [String] = ["id", "label", "padlock"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("padlock", \Opener.padlock, column: 2)
    ]

    package var persistentID: Int? { _id }

    package var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if _id == nil { mask.insert(0) }
        return mask
    }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: _id
        case 1: label
        case 2: _padlock.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: label = try String.decode(cell)
        case 2: _padlock.point(to: try Padlock.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var label: String
        fileprivate var _padlockID: Padlock.ID?
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, label: label, _padlockID: _padlock.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        label = snapshot.label
        _padlock.restore(snapshot._padlockID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: label, from: snapshot.label)
        mask.insert(2, ifChanged: _padlock, from: snapshot._padlockID)
        return mask
    }
}
