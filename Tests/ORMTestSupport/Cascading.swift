// Entities whose deletions go on to others, in every way there is.

package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("libraries"), with shelves of its own that the server deletes
package final class Library: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var shelves: ToMany<Shelf> {
        get { _shelves.named("Library.shelves") }
        set { _shelves = newValue }
    }
    private var _shelves: ToMany<Shelf> = ToMany<Shelf>()

    package init(name: String) {
        self.name = name
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
    }
}

extension Library: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] { [id.node, name.node] }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("libraries"))
    package static var tableName: String { "libraries" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "libraries",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
        ],
        primaryKey: ["id"])
    package static let propertyNames: [String] = ["id", "name"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toMany("shelves", \Library.shelves, inverse: \Shelf.library, cascade: .owned)
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
        case 1: name
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var name: String
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, name: name) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        return mask
    }
}

// Wrote: @Entity("shelves"), with books that stay and labels that go
package final class Shelf: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var library: ToOne<Library> {
        get { _library.named("Shelf.library") }
        set { _library = newValue }
    }
    private var _library: ToOne<Library>
    package var books: ToMany<Book> {
        get { _books.named("Shelf.books") }
        set { _books = newValue }
    }
    private var _books: ToMany<Book> = ToMany<Book>()
    package var labels: ToMany<Label> {
        get { _labels.named("Shelf.labels") }
        set { _labels = newValue }
    }
    private var _labels: ToMany<Label> = ToMany<Label>()

    package init(name: String, library: Library) {
        self.name = name
        self._library = ToOne<Library>(library)
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self._library = ToOne<Library>(id: try Library.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _library = "libraryID"
    }
}

extension Shelf: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>
        package let libraryID: QueryBuilder.Column<Library.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
            libraryID = QueryBuilder.Column<Library.ID>(table, "library_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node, libraryID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("shelves"))
    package static var tableName: String { "shelves" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "shelves",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("library_id", Library.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "shelves", column: "library_id", references: Library.self, onDelete: .cascade
            )
        ])
    package static let propertyNames: [String] = ["id", "name", "library"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("library", \Shelf.library, column: 2),
        .toMany("books", \Shelf.books, inverse: \Book.shelf, cascade: [.save, .merge, .nullify]),
        .toMany("labels", \Shelf.labels, inverse: \Label.shelf, cascade: .owned),
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
        case 1: name
        case 2: _library.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: _library.point(to: try Library.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var name: String
        package var libraryID: Library.ID?
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, name: name, libraryID: _library.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
        _library.restore(snapshot.libraryID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: _library, from: snapshot.libraryID)
        return mask
    }
}

// Wrote: @Entity("books")
package final class Book: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var shelf: ToOne<Shelf>? {
        get { _shelf?.named("Book.shelf") }
        set { _shelf = newValue }
    }
    private var _shelf: ToOne<Shelf>?

    package init(name: String, shelf: Shelf? = nil) {
        self.name = name
        self._shelf = shelf.map { ToOne<Shelf>($0) }
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self._shelf = try Shelf.ID?(from: row, at: &index).map { ToOne<Shelf>(id: $0) }
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _shelf = "shelfID"
    }
}

extension Book: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>
        package let shelfID: QueryBuilder.Column<Shelf.ID?>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
            shelfID = QueryBuilder.Column<Shelf.ID?>(table, "shelf_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node, shelfID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("books"))
    package static var tableName: String { "books" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "books",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("shelf_id", Shelf.ID.sqlType, isNullable: true),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "books", column: "shelf_id", references: Shelf.self)
        ])
    package static let propertyNames: [String] = ["id", "name", "shelf"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("shelf", \Book.shelf, column: 2)
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
        case 1: name
        case 2: _shelf?.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: _shelf.point(to: try Shelf.ID?.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var name: String
        package var shelfID: Shelf.ID?
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, name: name, shelfID: _shelf?.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
        _shelf.point(to: snapshot.shelfID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: _shelf, from: snapshot.shelfID)
        return mask
    }
}

// Wrote: @Entity("labels"), which the server deletes with their shelf
package final class Label: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var shelf: ToOne<Shelf> {
        get { _shelf.named("Label.shelf") }
        set { _shelf = newValue }
    }
    private var _shelf: ToOne<Shelf>

    package init(name: String, shelf: Shelf) {
        self.name = name
        self._shelf = ToOne<Shelf>(shelf)
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self._shelf = ToOne<Shelf>(id: try Shelf.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _shelf = "shelfID"
    }
}

extension Label: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>
        package let shelfID: QueryBuilder.Column<Shelf.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
            shelfID = QueryBuilder.Column<Shelf.ID>(table, "shelf_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node, shelfID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("labels"))
    package static var tableName: String { "labels" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "labels",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("shelf_id", Shelf.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "labels", column: "shelf_id", references: Shelf.self, onDelete: .cascade)
        ])
    package static let propertyNames: [String] = ["id", "name", "shelf"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("shelf", \Label.shelf, column: 2)
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
        case 1: name
        case 2: _shelf.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: _shelf.point(to: try Shelf.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var name: String
        package var shelfID: Shelf.ID?
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, name: name, shelfID: _shelf.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
        _shelf.restore(snapshot.shelfID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: _shelf, from: snapshot.shelfID)
        return mask
    }
}
