// The expansions are as long as they are.
// swift-format-ignore-file

extension Example {
    static let entity = Example(
        "@Entity on a class",
        #"""
        @Entity("posts", schema: "blog")
        final class Post: Codable {
            @PrimaryKey(.identity) var id: Int
            @Column("head", type: "citext") var title: String = "New"
            @BelongsTo(onDelete: .cascade) var author: ToOne<User>
            @BelongsTo var editor: ToOne<User>?
            @HasMany(\Comment.post) var comments: ToMany<Comment>
        }
        """#,
        #"""

        final class Post: Codable {
            var id: Int {
            get { Self.known(_id, "id") }
            set { _id = newValue }
            }

            private var _id: Int?
            var title: String = "New"
            var author: ToOne<User> {
            get { _author.named("Post.author") }
            set { _author = newValue }
            }

            private var _author: ToOne<User>
            var editor: ToOne<User>? {
            get { _editor?.named("Post.editor") }
            set { _editor = newValue }
            }

            private var _editor: ToOne<User>?
            var comments: ToMany<Comment> {
            get { _comments.named("Post.comments") }
            set { _comments = newValue }
            _modify { yield &_comments }
            }

            private var _comments: ToMany<Comment> = ToMany<Comment>().named("Post.comments")

            init(title: String = "New", author: User, editor: User? = nil) {
                self.title = title
                self._author = ToOne<User>(author)
                self._editor = editor.map { ToOne<User>($0) }
            }

            init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
                self._id = try Int(from: row, at: &index)
                self.title = try String(from: row, at: &index)
                self._author = ToOne<User>(id: try User.ID(from: row, at: &index))
                self._editor = try User.ID?(from: row, at: &index).map { ToOne<User>(id: $0) }
            }

            private nonisolated enum CodingKeys: String, CodingKey {
                case _id = "id"
                case title
                case _author = "authorID"
                case _editor = "editorID"
            }
        }

        extension Post: ORM.Entity {
            typealias ID = Int
            nonisolated struct Columns: QueryBuilder.ColumnSet {
                let id: QueryBuilder.Column<Int>
                let title: QueryBuilder.Column<String>
                let authorID: QueryBuilder.Column<User.ID>
                let editorID: QueryBuilder.Column<User.ID?>
                init(_ table: QueryBuilder.TableReference) {
                    self.id = QueryBuilder.Column<Int>(table, "id")
                    self.title = QueryBuilder.Column<String>(table, "head")
                    self.authorID = QueryBuilder.Column<User.ID>(table, "author_id")
                    self.editorID = QueryBuilder.Column<User.ID?>(table, "editor_id")
                }
                var selectedExpressions: [QueryBuilder.SQLNode] { [self.id.node, self.title.node, self.authorID.node, self.editorID.node] }
            }
            static let columns: Columns = Columns(QueryBuilder.TableReference("posts", schema: "blog"))
            static var tableSchema: String? { "blog" }
            static var tableName: String { "posts" }
            static var primaryKeyName: String { "id" }
            static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
                schema: "blog",
                name: "posts",
                columns: [
                    PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
                    PGSchema.ColumnDefinition("head", "citext"),
                    PGSchema.ColumnDefinition("author_id", User.ID.sqlType),
                    PGSchema.ColumnDefinition("editor_id", User.ID.sqlType, isNullable: true),
                ],
                primaryKey: ["id"],
                foreignKeys: [
                    PGSchema.ForeignKeyDefinition(table: "posts", column: "author_id", references: User.self, onDelete: .cascade),
                    PGSchema.ForeignKeyDefinition(table: "posts", column: "editor_id", references: User.self),
                ],
                indexes: [
                    PGSchema.IndexDefinition(table: "posts", keys: ["author_id"]),
                    PGSchema.IndexDefinition(table: "posts", keys: ["editor_id"]),
                ]
            )
            static let propertyNames: [String] = ["id", "title", "author", "editor"]
            static var primaryKeyIndex: Int { 0 }
            static let relationships: [ORM.Relationship] = [
                .toOne("author", \Post.author, column: 2),
                .toOne("editor", \Post.editor, column: 3),
                .toMany("comments", \Post.comments, inverse: \Comment.post),
            ]
            var persistentID: Int? { self._id }
            var unsetColumns: ORM.ColumnMask {
                var mask: ORM.ColumnMask = ORM.ColumnMask()
                if self._id == nil { mask.insert(0) }
                return mask
            }
            func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
                switch index {
                case 0: self._id
                case 1: self.title
                case 2: self._author.id
                case 3: self._editor?.id
                default: PGCore.SQLNull()
                }
            }
            static func parameter(forColumn index: Int, of instances: [Post]) -> any PGCore.ParameterEncodable {
                switch index {
                case 0: ORM.ColumnValues(instances) { $0._id }
                case 1: ORM.ColumnValues(instances) { $0.title }
                case 2: ORM.ColumnValues(instances) { $0._author.id }
                case 3: ORM.ColumnValues(instances) { $0._editor?.id }
                default: parameterAskingEach(instances, forColumn: index)
                }
            }
            func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
                switch index {
                case 0: self._id = try Int.decode(cell)
                case 1: self.title = try String.decode(cell)
                case 2: self._author.point(to: try User.ID.decode(cell))
                case 3: self._editor.point(to: try User.ID?.decode(cell))
                default: break
                }
            }
            func clear(column index: Int) {
                switch index {
                case 0: self._id = nil
                default: break
                }
            }
            nonisolated struct Snapshot: Codable, Sendable {
                var id: Int { Post.known(self._id, "id") }
                fileprivate var _id: Int?
                var title: String
                var authorID: User.ID { Post.known(self._authorID, "authorID") }
                fileprivate var _authorID: User.ID?
                var editorID: User.ID?
                private nonisolated enum CodingKeys: String, CodingKey {
                    case _id = "id"
                    case title
                    case _authorID = "authorID"
                    case editorID
                }
            }
            var snapshot: Snapshot { Snapshot(_id: self._id, title: self.title, _authorID: self._author.id, editorID: self._editor?.id) }
            func restore(_ snapshot: Snapshot) {
                self._id = snapshot._id
                self.title = snapshot.title
                self._author.restore(snapshot._authorID)
                self._editor.point(to: snapshot.editorID)
            }
            func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
                var mask: ORM.ColumnMask = ORM.ColumnMask()
                mask.insert(0, ifChanged: self._id, from: snapshot._id)
                mask.insert(1, ifChanged: self.title, from: snapshot.title)
                mask.insert(2, ifChanged: self._author, from: snapshot._authorID)
                mask.insert(3, ifChanged: self._editor, from: snapshot.editorID)
                return mask
            }
        }
        """#)
}
