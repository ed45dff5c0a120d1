// Two entities written by hand: exactly what `@Entity` has to write.
//
// `Wrote:` marks what the user writes, `Member:` what the macro adds inside the class, `Accessors:`
// what the property's own attribute adds, `Extension:` what goes into the conformance.

package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("users") final class User: Codable {
package final class User: Codable {
    // Wrote: @PrimaryKey(.identity) var id: Int
    // Accessors: get and set over optional storage, because the server makes the value.
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?

    // Wrote: @Unique var email: String
    package var email: String

    // Wrote: var name: String
    package var name: String

    // Wrote: @Check("age >= 0") var age: Int?
    package var age: Int?

    // Wrote: @Default("'member'") var role: String
    // Accessors: as for the key. `@Default` on an optional property leaves it stored as it is.
    package var role: String {
        get { Self.known(_role, "role") }
        set { _role = newValue }
    }
    private var _role: String?

    // Wrote: @HasMany(\Post.author) var posts: ToMany<Post>
    // Accessors: storage of its own, and the name for error messages.
    package var posts: ToMany<Post> {
        get { _posts.named("User.posts") }
        set { _posts = newValue }
    }
    private var _posts: ToMany<Post> = ToMany<Post>()

    // Member: without what the server makes; optionals and properties with an initial value have a
    // default. A property with `@Default` comes as an optional that is nil.
    package init(email: String, name: String, age: Int? = nil, role: String? = nil) {
        self.email = email
        self.name = name
        self.age = age
        self._role = role
    }

    // Member: columns in definition order.
    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.email = try String(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self.age = try Int?(from: row, at: &index)
        self._role = try String(from: row, at: &index)
    }

    // Member: `ToMany` stays out.
    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case email
        case name
        case age
        case _role = "role"
    }
}

// Extension:
extension User: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let email: QueryBuilder.Column<String>
        package let name: QueryBuilder.Column<String>
        package let age: QueryBuilder.Column<Int?>
        package let role: QueryBuilder.Column<String>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            email = QueryBuilder.Column<String>(table, "email")
            name = QueryBuilder.Column<String>(table, "name")
            age = QueryBuilder.Column<Int?>(table, "age")
            role = QueryBuilder.Column<String>(table, "role")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, email.node, name.node, age.node, role.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("users"))

    package static var tableName: String { "users" }
    package static var primaryKeyName: String { "id" }

    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "users",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("email", String.sqlType),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("age", Int?.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("role", String.sqlType, default: "'member'"),
        ],
        primaryKey: ["id"],
        uniques: [PGSchema.UniqueDefinition(table: "users", columns: ["email"])],
        checks: [
            PGSchema.CheckDefinition(table: "users", column: "age", expression: "age >= 0")
        ])

    package static let propertyNames: [String] = ["id", "email", "name", "age", "role"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toMany("posts", \User.posts, inverse: \Post.author)
    ]

    package var persistentID: Int? { _id }

    package var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if _id == nil { mask.insert(0) }
        if _role == nil { mask.insert(4) }
        return mask
    }

    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: _id
        case 1: email
        case 2: name
        case 3: age
        case 4: _role
        default: PGCore.SQLNull()
        }
    }

    package static func parameter(
        forColumn index: Int, of instances: [User]
    ) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: ORM.ColumnValues(instances) { $0._id }
        case 1: ORM.ColumnValues(instances) { $0.email }
        case 2: ORM.ColumnValues(instances) { $0.name }
        case 3: ORM.ColumnValues(instances) { $0.age }
        case 4: ORM.ColumnValues(instances) { $0._role }
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: email = try String.decode(cell)
        case 2: name = try String.decode(cell)
        case 3: age = try Int?.decode(cell)
        case 4: _role = try String.decode(cell)
        default: break
        }
    }

    package func clear(column index: Int) {
        switch index {
        case 0: _id = nil
        case 4: _role = nil
        default: break
        }
    }

    package struct Snapshot: Codable, Sendable {
        package var id: Int { User.known(_id, "id") }
        fileprivate var _id: Int?
        package var email: String
        package var name: String
        package var age: Int?
        package var role: String { User.known(_role, "role") }
        fileprivate var _role: String?

        private enum CodingKeys: String, CodingKey {
            case _id = "id"
            case email
            case name
            case age
            case _role = "role"
        }
    }

    package var snapshot: Snapshot {
        Snapshot(_id: _id, email: email, name: name, age: age, _role: _role)
    }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        email = snapshot.email
        name = snapshot.name
        age = snapshot.age
        _role = snapshot._role
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: email, from: snapshot.email)
        mask.insert(2, ifChanged: name, from: snapshot.name)
        mask.insert(3, ifChanged: age, from: snapshot.age)
        mask.insert(4, ifChanged: _role, from: snapshot._role)
        return mask
    }
}

// Wrote: @Entity("posts") final class Post: Codable {
package final class Post: Codable {
    // Wrote: @PrimaryKey(.identity) var id: Int
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?

    // Wrote: @Index var title: String
    package var title: String

    // Wrote: @BelongsTo(onDelete: .cascade) var author: ToOne<User>
    // Accessors:
    package var author: ToOne<User> {
        get { _author.named("Post.author") }
        set { _author = newValue }
    }
    private var _author: ToOne<User>

    // Wrote: @BelongsTo(onDelete: .setNull) var editor: ToOne<User>?
    // Accessors:
    package var editor: ToOne<User>? {
        get { _editor?.named("Post.editor") }
        set { _editor = newValue }
    }
    private var _editor: ToOne<User>?

    // Member: a relationship's parameter is the other entity itself.
    package init(title: String, author: User, editor: User? = nil) {
        self.title = title
        self._author = ToOne<User>(author)
        self._editor = editor.map { ToOne<User>($0) }
    }

    // Member: a foreign key is read as the target's key.
    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.title = try String(from: row, at: &index)
        self._author = ToOne<User>(id: try User.ID(from: row, at: &index))
        self._editor = try User.ID?(from: row, at: &index).map { ToOne<User>(id: $0) }
    }

    // Member: a to-one codes as its key, under the property's name with `ID`.
    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case title
        case _author = "authorID"
        case _editor = "editorID"
    }
}

// Extension:
extension Post: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let title: QueryBuilder.Column<String>
        package let authorID: QueryBuilder.Column<User.ID>
        package let editorID: QueryBuilder.Column<User.ID?>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            title = QueryBuilder.Column<String>(table, "title")
            authorID = QueryBuilder.Column<User.ID>(table, "author_id")
            editorID = QueryBuilder.Column<User.ID?>(table, "editor_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, title.node, authorID.node, editorID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("posts"))

    package static var tableName: String { "posts" }
    package static var primaryKeyName: String { "id" }

    // A foreign key's column has the type of the target's key and an index.
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "posts",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("title", String.sqlType),
            PGSchema.ColumnDefinition("author_id", User.ID.sqlType),
            PGSchema.ColumnDefinition("editor_id", User.ID.sqlType, isNullable: true),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "posts", column: "author_id", references: User.self, onDelete: .cascade),
            PGSchema.ForeignKeyDefinition(
                table: "posts", column: "editor_id", references: User.self, onDelete: .setNull),
        ],
        indexes: [
            PGSchema.IndexDefinition(table: "posts", keys: ["title"]),
            PGSchema.IndexDefinition(table: "posts", keys: ["author_id"]),
            PGSchema.IndexDefinition(table: "posts", keys: ["editor_id"]),
        ])

    package static let propertyNames: [String] = ["id", "title", "author", "editor"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("author", \Post.author, column: 2),
        .toOne("editor", \Post.editor, column: 3),
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
        case 1: title
        case 2: _author.id
        case 3: _editor?.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: title = try String.decode(cell)
        case 2: _author.point(to: try User.ID.decode(cell))
        case 3: _editor.point(to: try User.ID?.decode(cell))
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
        package var id: Int { Post.known(_id, "id") }
        fileprivate var _id: Int?
        package var title: String
        package var authorID: User.ID { Post.known(_authorID, "authorID") }
        fileprivate var _authorID: User.ID?
        package var editorID: User.ID?

        private enum CodingKeys: String, CodingKey {
            case _id = "id"
            case title
            case _authorID = "authorID"
            case editorID
        }
    }

    package var snapshot: Snapshot {
        Snapshot(_id: _id, title: title, _authorID: _author.id, editorID: _editor?.id)
    }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        title = snapshot.title
        _author.restore(snapshot._authorID)
        _editor.point(to: snapshot.editorID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: title, from: snapshot.title)
        mask.insert(2, ifChanged: _author, from: snapshot._authorID)
        mask.insert(3, ifChanged: _editor, from: snapshot.editorID)
        return mask
    }
}
