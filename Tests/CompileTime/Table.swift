import Foundation
import PGCore
import PGSchema
import QueryBuilder

// A table of twenty columns, with what `@Table` writes for it. `Scripts/check-compile-time.sh` copies
// this file for each table, with a number in place of the last letter of `RowA`.
struct RowA: Codable, Sendable {
    var id: Int
    var parentID: Int?
    var ownerID: Int
    var name: String
    var title: String?
    var email: String
    var state: String
    var quantity: Int
    var price: Double
    var discount: Double?
    var rank: Int
    var isActive: Bool
    var isHidden: Bool?
    var createdAt: Date
    var updatedAt: Date
    var deletedAt: Date?
    var tags: [String]
    var note: String?
    var score: Int?
    var token: UUID
}

extension RowA: QueryBuilder.Table {
    nonisolated struct Columns: QueryBuilder.TableColumns {
        typealias Value = RowA
        let id: QueryBuilder.Column<Int>
        let parentID: QueryBuilder.Column<Int?>
        let ownerID: QueryBuilder.Column<Int>
        let name: QueryBuilder.Column<String>
        let title: QueryBuilder.Column<String?>
        let email: QueryBuilder.Column<String>
        let state: QueryBuilder.Column<String>
        let quantity: QueryBuilder.Column<Int>
        let price: QueryBuilder.Column<Double>
        let discount: QueryBuilder.Column<Double?>
        let rank: QueryBuilder.Column<Int>
        let isActive: QueryBuilder.Column<Bool>
        let isHidden: QueryBuilder.Column<Bool?>
        let createdAt: QueryBuilder.Column<Date>
        let updatedAt: QueryBuilder.Column<Date>
        let deletedAt: QueryBuilder.Column<Date?>
        let tags: QueryBuilder.Column<[String]>
        let note: QueryBuilder.Column<String?>
        let score: QueryBuilder.Column<Int?>
        let token: QueryBuilder.Column<UUID>
        init(_ table: QueryBuilder.TableReference) {
            self.id = QueryBuilder.Column<Int>(table, "id")
            self.parentID = QueryBuilder.Column<Int?>(table, "parent_id")
            self.ownerID = QueryBuilder.Column<Int>(table, "owner_id")
            self.name = QueryBuilder.Column<String>(table, "name")
            self.title = QueryBuilder.Column<String?>(table, "title")
            self.email = QueryBuilder.Column<String>(table, "email")
            self.state = QueryBuilder.Column<String>(table, "state")
            self.quantity = QueryBuilder.Column<Int>(table, "quantity")
            self.price = QueryBuilder.Column<Double>(table, "price")
            self.discount = QueryBuilder.Column<Double?>(table, "discount")
            self.rank = QueryBuilder.Column<Int>(table, "rank")
            self.isActive = QueryBuilder.Column<Bool>(table, "is_active")
            self.isHidden = QueryBuilder.Column<Bool?>(table, "is_hidden")
            self.createdAt = QueryBuilder.Column<Date>(table, "created_at")
            self.updatedAt = QueryBuilder.Column<Date>(table, "updated_at")
            self.deletedAt = QueryBuilder.Column<Date?>(table, "deleted_at")
            self.tags = QueryBuilder.Column<[String]>(table, "tags")
            self.note = QueryBuilder.Column<String?>(table, "note")
            self.score = QueryBuilder.Column<Int?>(table, "score")
            self.token = QueryBuilder.Column<UUID>(table, "token")
        }
        var selectedExpressions: [QueryBuilder.SQLNode] {
            [
                self.id.node, self.parentID.node, self.ownerID.node, self.name.node,
                self.title.node, self.email.node, self.state.node, self.quantity.node,
                self.price.node, self.discount.node, self.rank.node, self.isActive.node,
                self.isHidden.node, self.createdAt.node, self.updatedAt.node,
                self.deletedAt.node, self.tags.node, self.note.node, self.score.node,
                self.token.node,
            ]
        }
    }
    static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        schema: "app",
        name: "row_a",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("parent_id", Int.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("owner_id", Int.sqlType),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("title", String.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("email", String.sqlType),
            PGSchema.ColumnDefinition("state", String.sqlType),
            PGSchema.ColumnDefinition("quantity", Int.sqlType),
            PGSchema.ColumnDefinition("price", Double.sqlType),
            PGSchema.ColumnDefinition("discount", Double.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("rank", Int.sqlType),
            PGSchema.ColumnDefinition("is_active", Bool.sqlType),
            PGSchema.ColumnDefinition("is_hidden", Bool.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("created_at", Date.sqlType, default: "now()"),
            PGSchema.ColumnDefinition("updated_at", Date.sqlType, default: "now()"),
            PGSchema.ColumnDefinition("deleted_at", Date.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("tags", [String].sqlType),
            PGSchema.ColumnDefinition("note", String.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("score", Int.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("token", UUID.sqlType),
        ],
        primaryKey: ["id"],
        uniques: [PGSchema.UniqueDefinition(table: "row_a", columns: ["email"])],
        indexes: [PGSchema.IndexDefinition(table: "row_a", keys: ["owner_id"])]
    )
    static let columns: Columns = Columns(QueryBuilder.TableReference(definition))
    static var columnCount: Int { 20 }
    init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
        self.id = try Int(from: row, at: &index)
        self.parentID = try Int?(from: row, at: &index)
        self.ownerID = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self.title = try String?(from: row, at: &index)
        self.email = try String(from: row, at: &index)
        self.state = try String(from: row, at: &index)
        self.quantity = try Int(from: row, at: &index)
        self.price = try Double(from: row, at: &index)
        self.discount = try Double?(from: row, at: &index)
        self.rank = try Int(from: row, at: &index)
        self.isActive = try Bool(from: row, at: &index)
        self.isHidden = try Bool?(from: row, at: &index)
        self.createdAt = try Date(from: row, at: &index)
        self.updatedAt = try Date(from: row, at: &index)
        self.deletedAt = try Date?(from: row, at: &index)
        self.tags = try [String](from: row, at: &index)
        self.note = try String?(from: row, at: &index)
        self.score = try Int?(from: row, at: &index)
        self.token = try UUID(from: row, at: &index)
    }
    nonisolated struct New: QueryBuilder.InsertValues {
        typealias Target = RowA
        var ownerID: Int
        var name: String
        var email: String
        var state: String
        var createdAt: Date?
        var note: String?
        init(
            ownerID: Int, name: String, email: String, state: String, createdAt: Date? = nil,
            note: String? = nil
        ) {
            self.ownerID = ownerID
            self.name = name
            self.email = email
            self.state = state
            self.createdAt = createdAt
            self.note = note
        }
        static var insertColumns: [String] {
            ["owner_id", "name", "email", "state", "created_at", "note"]
        }
        var insertValues: [QueryBuilder.InsertValue] {
            [
                .value(self.ownerID), .value(self.name), .value(self.email), .value(self.state),
                .orDefault(self.createdAt), .value(self.note),
            ]
        }
    }
}
