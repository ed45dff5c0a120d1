package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("tags") final class Tag: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var label: String
//     @HasMany(\Tagging.tag) var taggings: ToMany<Tagging>
// }
package final class Tag: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var label: String
    package var taggings: ToMany<Tagging> {
        get { _taggings.named("Tag.taggings") }
        set { _taggings = newValue }
    }
    private var _taggings: ToMany<Tagging> = ToMany<Tagging>()

    package init(label: String) {
        self.label = label
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.label = try String(from: row, at: &index)
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case label
    }
}

extension Tag: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let label: QueryBuilder.Column<String>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            label = QueryBuilder.Column<String>(table, "label")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, label.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("tags"))
    package static var tableName: String { "tags" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "tags",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("label", String.sqlType),
        ],
        primaryKey: ["id"])
    package static let propertyNames: [String] = ["id", "label"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toMany("taggings", \Tag.taggings, inverse: \Tagging.tag)
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
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: label = try String.decode(cell)
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int?
        package var label: String
    }

    package var snapshot: Snapshot { Snapshot(id: _id, label: label) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot.id
        label = snapshot.label
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot.id)
        mask.insert(1, ifChanged: label, from: snapshot.label)
        return mask
    }
}
