package import Foundation
package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("documents") final class Document: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var tenantID: Int
//     var title: String
//     var code: String?
//     @SoftDelete var deletedAt: Date?
// }
package final class Document: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var tenantID: Int
    package var title: String
    package var code: String?
    package var deletedAt: Date?

    // Wrote: what the hooks saw; not a column.
    package var events: [String] = []

    package init(tenantID: Int = 1, title: String, code: String? = nil) {
        self.tenantID = tenantID
        self.title = title
        self.code = code
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.tenantID = try Int(from: row, at: &index)
        self.title = try String(from: row, at: &index)
        self.code = try String?(from: row, at: &index)
        self.deletedAt = try Date?(from: row, at: &index)
    }
}

extension Document: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let tenantID: QueryBuilder.Column<Int>
        package let title: QueryBuilder.Column<String>
        package let code: QueryBuilder.Column<String?>
        package let deletedAt: QueryBuilder.Column<Date?>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            tenantID = QueryBuilder.Column<Int>(table, "tenant_id")
            title = QueryBuilder.Column<String>(table, "title")
            code = QueryBuilder.Column<String?>(table, "code")
            deletedAt = QueryBuilder.Column<Date?>(table, "deleted_at")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, tenantID.node, title.node, code.node, deletedAt.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("documents"))
    package static var tableName: String { "documents" }
    package static var primaryKeyName: String { "id" }
    package static var softDeleteColumn: Int? { 4 }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "documents",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("tenant_id", Int.sqlType),
            PGSchema.ColumnDefinition("title", String.sqlType),
            PGSchema.ColumnDefinition("code", String?.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("deleted_at", Date?.sqlType, isNullable: true),
        ],
        primaryKey: ["id"])
    package static let propertyNames: [String] = ["id", "tenantID", "title", "code", "deletedAt"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = []

    package var persistentID: Int? { _id }

    package var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if _id == nil { mask.insert(0) }
        return mask
    }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: _id
        case 1: tenantID
        case 2: title
        case 3: code
        case 4: deletedAt
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: tenantID = try Int.decode(cell)
        case 2: title = try String.decode(cell)
        case 3: code = try String?.decode(cell)
        case 4: deletedAt = try Date?.decode(cell)
        default: break
        }
    }

    package func clear(column index: Int) {
        switch index {
        case 0: _id = nil
        default: break
        }
    }

    package struct Snapshot: Codable, Sendable {
        package var _id: Int?
        package var tenantID: Int
        package var title: String
        package var code: String?
        package var deletedAt: Date?
    }

    package var snapshot: Snapshot {
        Snapshot(_id: _id, tenantID: tenantID, title: title, code: code, deletedAt: deletedAt)
    }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        tenantID = snapshot.tenantID
        title = snapshot.title
        code = snapshot.code
        deletedAt = snapshot.deletedAt
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: tenantID, from: snapshot.tenantID)
        mask.insert(2, ifChanged: title, from: snapshot.title)
        mask.insert(3, ifChanged: code, from: snapshot.code)
        mask.insert(4, ifChanged: deletedAt, from: snapshot.deletedAt)
        return mask
    }
}

// Wrote: hooks that note that they ran. A title of "refuse" makes them throw.
extension Document: ORM.EntityHooks {
    package struct Refusal: Error {}

    package func beforeInsert(_ context: HookContext) throws {
        events.append("beforeInsert")
        if title == "refuse" { throw Refusal() }
        title = title.trimmingCharacters(in: .whitespaces)
    }

    package func afterInsert(_ context: HookContext) throws {
        events.append("afterInsert \(id)")
    }

    package func beforeUpdate(_ context: HookContext) throws {
        events.append("beforeUpdate \(context.changedProperties(of: self).joined(separator: " "))")
        if title == "refuse" { throw Refusal() }
    }

    package func afterUpdate(_ context: HookContext) throws {
        events.append("afterUpdate")
    }

    package func beforeDelete(_ context: HookContext) throws {
        events.append("beforeDelete")
    }

    package func afterDelete(_ context: HookContext) throws {
        events.append("afterDelete")
        if title == "refuse afterwards" { throw Refusal() }
    }

    package func afterLoad() {
        events.append("afterLoad")
    }
}

extension Document: ORM.Validated {
    package static var validations: [Validation<Document>] {
        [
            .notEmpty(\.title), .length(\.title, ...20), .range(\.tenantID, 1...9),
            .matches(\.code, "three capitals", #/[A-Z]{3}/#),
            .must(\.title, "is not allowed") { $0 != "forbidden" },
        ]
    }

    package func validate(into failures: inout ValidationFailures) {
        if code == title { failures.add("is named like its code") }
    }
}
