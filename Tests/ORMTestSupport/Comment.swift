package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("comments") final class Comment: Codable {
//     @PrimaryKey(.identity) var id: Int
//     var body: String
//     @BelongsTo(onDelete: .cascade) var post: ToOne<Post>
// }
package final class Comment: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var body: String
    package var post: ToOne<Post> {
        get { _post.named("Comment.post") }
        set { _post = newValue }
    }
    private var _post: ToOne<Post>

    package init(body: String, post: Post) {
        self.body = body
        self._post = ToOne<Post>(post)
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.body = try String(from: row, at: &index)
        self._post = ToOne<Post>(id: try Post.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case body
        case _post = "postID"
    }
}

extension Comment: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let body: QueryBuilder.Column<String>
        package let postID: QueryBuilder.Column<Post.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            body = QueryBuilder.Column<String>(table, "body")
            postID = QueryBuilder.Column<Post.ID>(table, "post_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, body.node, postID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("comments"))
    package static var tableName: String { "comments" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "comments",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("body", String.sqlType),
            PGSchema.ColumnDefinition("post_id", Post.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "comments", column: "post_id", references: Post.self, onDelete: .cascade)
        ],
        indexes: [PGSchema.IndexDefinition(table: "comments", keys: ["post_id"])])
    package static let propertyNames: [String] = ["id", "body", "post"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("post", \Comment.post, column: 2)
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
        case 1: body
        case 2: _post.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: body = try String.decode(cell)
        case 2: _post.point(to: try Post.ID.decode(cell))
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
        package var id: Int { Comment.known(_id, "id") }
        fileprivate var _id: Int?
        package var body: String
        package var postID: Post.ID { Comment.known(_postID, "postID") }
        fileprivate var _postID: Post.ID?

        private enum CodingKeys: String, CodingKey {
            case _id = "id"
            case body
            case _postID = "postID"
        }
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, body: body, _postID: _post.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        body = snapshot.body
        _post.restore(snapshot._postID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: body, from: snapshot.body)
        mask.insert(2, ifChanged: _post, from: snapshot._postID)
        return mask
    }
}
