// Two entities written by hand: exactly what `@Entity` has to write.
//
// `Wrote:` marks what the user writes, `Member:` what the macro adds inside the class, `Accessors:`
// what the property's own attribute adds, `Extension:` what goes into the conformance.

import ORM
import PGCore
import PGSchema
import QueryBuilder

// Wrote: @Entity("users") final class User: Codable {
final class User: Codable {
    // Wrote: @PrimaryKey(.identity) var id: Int
    // Accessors: get and set over optional storage, because the server makes the value.
    var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?

    // Wrote: @Unique var email: String
    var email: String

    // Wrote: var name: String
    var name: String

    // Wrote: @Check("age >= 0") var age: Int?
    var age: Int?

    // Wrote: @Default("'member'") var role: String
    // Accessors: as for the key. `@Default` on an optional property leaves it stored as it is.
    var role: String {
        get { Self.known(_role, "role") }
        set { _role = newValue }
    }
    private var _role: String?

    // Wrote: @HasMany(\Post.author) var posts: ToMany<Post>
    // Accessors: storage of its own, and the name for error messages.
    var posts: ToMany<Post> {
        get { _posts.named("User.posts") }
        set { _posts = newValue }
    }
    private var _posts: ToMany<Post> = ToMany<Post>()

    // Member: without what the server makes; optionals and properties with an initial value have a
    // default. A property with `@Default` comes as an optional that is nil.
    init(email: String, name: String, age: Int? = nil, role: String? = nil) {
        self.email = email
        self.name = name
        self.age = age
        self._role = role
    }

    // Member: columns in definition order.
    init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
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
    typealias ID = Int

    struct Columns: QueryBuilder.ColumnSet {
        let id: QueryBuilder.Column<Int>
        let email: QueryBuilder.Column<String>
        let name: QueryBuilder.Column<String>
        let age: QueryBuilder.Column<Int?>
        let role: QueryBuilder.Column<String>

        init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            email = QueryBuilder.Column<String>(table, "email")
            name = QueryBuilder.Column<String>(table, "name")
            age = QueryBuilder.Column<Int?>(table, "age")
            role = QueryBuilder.Column<String>(table, "role")
        }

        var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, email.node, name.node, age.node, role.node]
        }
    }
    static let columns: Columns = Columns(QueryBuilder.TableReference("users"))

    static var tableName: String { "users" }
    static var primaryKeyName: String { "id" }

    static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "users",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("email", String.sqlType),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("age", Int?.sqlType, isNullable: true),
            PGSchema.ColumnDefinition("role", String.sqlType, default: "'member'"),
        ],
        primaryKey: ["id"],
        uniques: [PGSchema.UniqueDefinition(name: "users_email_key", columns: ["email"])],
        checks: [PGSchema.CheckDefinition(name: "users_age_check", expression: "age >= 0")])

    static let propertyNames: [String] = ["id", "email", "name", "age", "role"]
    static var primaryKeyIndex: Int { 0 }
    static let relationships: [ORM.Relationship] = [
        .toMany("posts", \User.posts, inverse: \Post.author)
    ]

    var persistentID: Int? { _id }

    var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if _id == nil { mask.insert(0) }
        if _role == nil { mask.insert(4) }
        return mask
    }

    func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: _id
        case 1: email
        case 2: name
        case 3: age
        case 4: _role
        default: PGCore.SQLNull()
        }
    }

    func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: email = try String.decode(cell)
        case 2: name = try String.decode(cell)
        case 3: age = try Int?.decode(cell)
        case 4: _role = try String.decode(cell)
        default: break
        }
    }

    func clear(column index: Int) {
        switch index {
        case 0: _id = nil
        case 4: _role = nil
        default: break
        }
    }

    struct Snapshot: Codable, Sendable {
        var id: Int { User.known(_id, "id") }
        fileprivate var _id: Int?
        var email: String
        var name: String
        var age: Int?
        var role: String { User.known(_role, "role") }
        fileprivate var _role: String?

        private enum CodingKeys: String, CodingKey {
            case _id = "id"
            case email
            case name
            case age
            case _role = "role"
        }
    }

    var snapshot: Snapshot {
        Snapshot(_id: _id, email: email, name: name, age: age, _role: _role)
    }

    func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        email = snapshot.email
        name = snapshot.name
        age = snapshot.age
        _role = snapshot._role
    }

    func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
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
final class Post: Codable {
    // Wrote: @PrimaryKey(.identity) var id: Int
    var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?

    // Wrote: @Index var title: String
    var title: String

    // Wrote: @BelongsTo(onDelete: .cascade) var author: ToOne<User>
    // Accessors:
    var author: ToOne<User> {
        get { _author.named("Post.author") }
        set { _author = newValue }
    }
    private var _author: ToOne<User>

    // Wrote: @BelongsTo(onDelete: .setNull) var editor: ToOne<User>?
    // Accessors:
    var editor: ToOne<User>? {
        get { _editor?.named("Post.editor") }
        set { _editor = newValue }
    }
    private var _editor: ToOne<User>?

    // Member: a relationship's parameter is the other entity itself.
    init(title: String, author: User, editor: User? = nil) {
        self.title = title
        self._author = ToOne<User>(author)
        self._editor = editor.map { ToOne<User>($0) }
    }

    // Member: a foreign key is read as the target's key.
    init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
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
    typealias ID = Int

    struct Columns: QueryBuilder.ColumnSet {
        let id: QueryBuilder.Column<Int>
        let title: QueryBuilder.Column<String>
        let authorID: QueryBuilder.Column<User.ID>
        let editorID: QueryBuilder.Column<User.ID?>

        init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            title = QueryBuilder.Column<String>(table, "title")
            authorID = QueryBuilder.Column<User.ID>(table, "author_id")
            editorID = QueryBuilder.Column<User.ID?>(table, "editor_id")
        }

        var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, title.node, authorID.node, editorID.node]
        }
    }
    static let columns: Columns = Columns(QueryBuilder.TableReference("posts"))

    static var tableName: String { "posts" }
    static var primaryKeyName: String { "id" }

    // A foreign key's column has the type of the target's key and an index.
    static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "posts",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("title", String.sqlType),
            PGSchema.ColumnDefinition("author_id", User.ID.sqlType),
            PGSchema.ColumnDefinition("editor_id", User.ID.sqlType, isNullable: true),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            ORM.foreignKey(
                from: "posts", column: "author_id", to: User.self, onDelete: .cascade),
            ORM.foreignKey(
                from: "posts", column: "editor_id", to: User.self, onDelete: .setNull),
        ],
        indexes: [
            PGSchema.IndexDefinition(name: "posts_title_idx", keys: ["title"]),
            PGSchema.IndexDefinition(name: "posts_author_id_idx", keys: ["author_id"]),
            PGSchema.IndexDefinition(name: "posts_editor_id_idx", keys: ["editor_id"]),
        ])

    static let propertyNames: [String] = ["id", "title", "author", "editor"]
    static var primaryKeyIndex: Int { 0 }
    static let relationships: [ORM.Relationship] = [
        .toOne("author", \Post.author, column: 2),
        .toOne("editor", \Post.editor, column: 3),
    ]

    var persistentID: Int? { _id }

    var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if _id == nil { mask.insert(0) }
        return mask
    }

    func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: _id
        case 1: title
        case 2: _author.id
        case 3: _editor?.id
        default: PGCore.SQLNull()
        }
    }

    func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: title = try String.decode(cell)
        case 2: _author.point(to: try User.ID.decode(cell))
        case 3: _editor.point(to: try User.ID?.decode(cell))
        default: break
        }
    }

    func clear(column index: Int) {
        switch index {
        case 0: _id = nil
        default: break
        }
    }

    struct Snapshot: Codable, Sendable {
        var id: Int { Post.known(_id, "id") }
        fileprivate var _id: Int?
        var title: String
        var authorID: User.ID { Post.known(_authorID, "authorID") }
        fileprivate var _authorID: User.ID?
        var editorID: User.ID?

        private enum CodingKeys: String, CodingKey {
            case _id = "id"
            case title
            case _authorID = "authorID"
            case editorID
        }
    }

    var snapshot: Snapshot {
        Snapshot(_id: _id, title: title, _authorID: _author.id, editorID: _editor?.id)
    }

    func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        title = snapshot.title
        _author.restore(snapshot._authorID)
        _editor.point(to: snapshot.editorID)
    }

    func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: title, from: snapshot.title)
        mask.insert(2, ifChanged: _author.id, from: snapshot._authorID)
        mask.insert(3, ifChanged: _editor?.id, from: snapshot.editorID)
        return mask
    }
}
