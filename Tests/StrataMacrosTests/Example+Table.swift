// The expansions are as long as they are.
// swift-format-ignore-file

extension Example {
    static let table = Example(
        "@Table on a struct",
        #"""
        @Table("users", schema: "app")
        public struct UserRow: Codable, Sendable {
            @PrimaryKey(.identity) public var id: Int
            @Unique public var email: String
            @Default("now()") public var createdAt: Date
            @Check("age >= 0") @Index var age: Int?
            @References("teams", "id", onDelete: .setNull) private var teamID: Int?
        }
        """#,
        #"""

        public struct UserRow: Codable, Sendable {
            public var id: Int
            public var email: String
            public var createdAt: Date
            var age: Int?
            private var teamID: Int?
        }

        extension UserRow: QueryBuilder.Table {
            public nonisolated struct Columns: QueryBuilder.TableColumns {
                public typealias Value = UserRow
                public let id: QueryBuilder.Column<Int>
                public let email: QueryBuilder.Column<String>
                public let createdAt: QueryBuilder.Column<Date>
                let age: QueryBuilder.Column<Int?>
                fileprivate let teamID: QueryBuilder.Column<Int?>
                public init(_ table: QueryBuilder.TableReference) {
                    self.id = QueryBuilder.Column<Int>(table, "id")
                    self.email = QueryBuilder.Column<String>(table, "email")
                    self.createdAt = QueryBuilder.Column<Date>(table, "created_at")
                    self.age = QueryBuilder.Column<Int?>(table, "age")
                    self.teamID = QueryBuilder.Column<Int?>(table, "team_id")
                }
                public var selectedExpressions: [QueryBuilder.SQLNode] { [self.id.node, self.email.node, self.createdAt.node, self.age.node, self.teamID.node] }
            }
            public static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
                schema: "app",
                name: "users",
                columns: [
                    PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
                    PGSchema.ColumnDefinition("email", String.sqlType),
                    PGSchema.ColumnDefinition("created_at", Date.sqlType, default: "now()"),
                    PGSchema.ColumnDefinition("age", Int.sqlType, isNullable: true),
                    PGSchema.ColumnDefinition("team_id", Int.sqlType, isNullable: true),
                ],
                primaryKey: ["id"],
                uniques: [
                    PGSchema.UniqueDefinition(table: "users", columns: ["email"]),
                ],
                checks: [
                    PGSchema.CheckDefinition(table: "users", column: "age", expression: "age >= 0"),
                ],
                foreignKeys: [
                    PGSchema.ForeignKeyDefinition(table: "users", columns: ["team_id"], referencedTable: "teams", referencedColumns: ["id"], onDelete: .setNull),
                ],
                indexes: [
                    PGSchema.IndexDefinition(table: "users", keys: ["age"]),
                ]
            )
            public static let columns: Columns = Columns(QueryBuilder.TableReference(definition))
            public static var columnCount: Int { 5 }
            public init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
                self.id = try Int(from: row, at: &index)
                self.email = try String(from: row, at: &index)
                self.createdAt = try Date(from: row, at: &index)
                self.age = try Int?(from: row, at: &index)
                self.teamID = try Int?(from: row, at: &index)
            }
            public nonisolated struct New: QueryBuilder.InsertValues {
                public typealias Target = UserRow
                public var email: String
                public var createdAt: Date?
                var age: Int?
                fileprivate var teamID: Int?
                public init(email: String, createdAt: Date? = nil) {
                    self.email = email
                    self.createdAt = createdAt
                }
                public static var insertColumns: [String] { ["email", "created_at", "age", "team_id"] }
                public var insertValues: [QueryBuilder.InsertValue] { [.value(self.email), .orDefault(self.createdAt), .value(self.age), .value(self.teamID)] }
            }
        }
        """#)
}
