package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("padlocks") final class Padlock: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var label: String
//     @BelongsTo(deferrable: .initiallyImmediate) var opener: ToOne<Opener>
//     init(label: String, opener: ToOne<Opener>)
// }
package final class Padlock: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var label: String
    package var opener: ToOne<Opener> {
        get { _opener.named("Padlock.opener") }
        set { _opener = newValue }
    }
    private var _opener: ToOne<Opener>

    package init(label: String, opener: ToOne<Opener>) {
        self.label = label
        self._opener = opener
    }

    package init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.label = try String(from: row, at: &index)
        self._opener = ToOne<Opener>(id: try Opener.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case label
        case _opener = "openerID"
    }
}

extension Padlock: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let label: QueryBuilder.Column<String>
        package let openerID: QueryBuilder.Column<Opener.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            label = QueryBuilder.Column<String>(table, "label")
            openerID = QueryBuilder.Column<Opener.ID>(table, "opener_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, label.node, openerID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("padlocks"))
    package static var tableName: String { "padlocks" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "padlocks",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("label", String.sqlType),
            PGSchema.ColumnDefinition("opener_id", Opener.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "padlocks", column: "opener_id", references: Opener.self,
                deferrable: .initiallyImmediate)
        ])
    package static let propertyNames: [String] = ["id", "label", "opener"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("opener", \Padlock.opener, column: 2)
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
        case 2: _opener.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: label = try String.decode(cell)
        case 2: _opener.point(to: try Opener.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var label: String
        fileprivate var _openerID: Opener.ID?
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, label: label, _openerID: _opener.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        label = snapshot.label
        _opener.restore(snapshot._openerID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: label, from: snapshot.label)
        mask.insert(2, ifChanged: _opener, from: snapshot._openerID)
        return mask
    }
}
