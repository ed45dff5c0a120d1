// Entities whose deletions go on to others, in every way there is.

package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

// Wrote: @Entity("archives"), with racks of its own that the server deletes
package final class Archive: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var racks: ToMany<Rack> {
        get { _racks.named("Archive.racks") }
        set { _racks = newValue }
    }
    private var _racks: ToMany<Rack> = ToMany<Rack>()

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

extension Archive: ORM.Entity {
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
    package static let columns: Columns = Columns(QueryBuilder.TableReference("archives"))
    package static var tableName: String { "archives" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "archives",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
        ],
        primaryKey: ["id"])
    package static let propertyNames: [String] = ["id", "name"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toMany("racks", \Archive.racks, inverse: \Rack.archive, cascade: .owned)
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

// Wrote: @Entity("racks"), with volumes that stay and stickers that go
package final class Rack: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var archive: ToOne<Archive> {
        get { _archive.named("Rack.archive") }
        set { _archive = newValue }
    }
    private var _archive: ToOne<Archive>
    package var volumes: ToMany<Volume> {
        get { _volumes.named("Rack.volumes") }
        set { _volumes = newValue }
    }
    private var _volumes: ToMany<Volume> = ToMany<Volume>()
    package var stickers: ToMany<Sticker> {
        get { _stickers.named("Rack.stickers") }
        set { _stickers = newValue }
    }
    private var _stickers: ToMany<Sticker> = ToMany<Sticker>()

    package init(name: String, archive: Archive) {
        self.name = name
        self._archive = ToOne<Archive>(archive)
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self._archive = ToOne<Archive>(id: try Archive.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _archive = "archiveID"
    }
}

extension Rack: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>
        package let archiveID: QueryBuilder.Column<Archive.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
            archiveID = QueryBuilder.Column<Archive.ID>(table, "archive_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node, archiveID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("racks"))
    package static var tableName: String { "racks" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "racks",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("archive_id", Archive.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "racks", column: "archive_id", references: Archive.self, onDelete: .cascade
            )
        ])
    package static let propertyNames: [String] = ["id", "name", "archive"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("archive", \Rack.archive, column: 2),
        .toMany(
            "volumes", \Rack.volumes, inverse: \Volume.rack, cascade: [.save, .merge, .nullify]),
        .toMany("stickers", \Rack.stickers, inverse: \Sticker.rack, cascade: .owned),
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
        case 2: _archive.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: _archive.point(to: try Archive.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var name: String
        package var archiveID: Archive.ID?
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, name: name, archiveID: _archive.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
        _archive.restore(snapshot.archiveID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: _archive, from: snapshot.archiveID)
        return mask
    }
}

// Wrote: @Entity("volumes")
package final class Volume: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var rack: ToOne<Rack>? {
        get { _rack?.named("Volume.rack") }
        set { _rack = newValue }
    }
    private var _rack: ToOne<Rack>?

    package init(name: String, rack: Rack? = nil) {
        self.name = name
        self._rack = rack.map { ToOne<Rack>($0) }
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self._rack = try Rack.ID?(from: row, at: &index).map { ToOne<Rack>(id: $0) }
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _rack = "rackID"
    }
}

extension Volume: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>
        package let rackID: QueryBuilder.Column<Rack.ID?>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
            rackID = QueryBuilder.Column<Rack.ID?>(table, "rack_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node, rackID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("volumes"))
    package static var tableName: String { "volumes" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "volumes",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("rack_id", Rack.ID.sqlType, isNullable: true),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "volumes", column: "rack_id", references: Rack.self)
        ])
    package static let propertyNames: [String] = ["id", "name", "rack"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("rack", \Volume.rack, column: 2)
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
        case 2: _rack?.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: _rack.point(to: try Rack.ID?.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var name: String
        package var rackID: Rack.ID?
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, name: name, rackID: _rack?.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
        _rack.point(to: snapshot.rackID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: _rack, from: snapshot.rackID)
        return mask
    }
}

// Wrote: @Entity("stickers"), which the server deletes with their rack
package final class Sticker: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }
    private var _id: Int?
    package var name: String
    package var rack: ToOne<Rack> {
        get { _rack.named("Sticker.rack") }
        set { _rack = newValue }
    }
    private var _rack: ToOne<Rack>

    package init(name: String, rack: Rack) {
        self.name = name
        self._rack = ToOne<Rack>(rack)
    }

    package init<Row: PGCore.RowReader>(from row: Row, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self.name = try String(from: row, at: &index)
        self._rack = ToOne<Rack>(id: try Rack.ID(from: row, at: &index))
    }

    private enum CodingKeys: String, CodingKey {
        case _id = "id"
        case name
        case _rack = "rackID"
    }
}

extension Sticker: ORM.Entity {
    package typealias ID = Int

    package struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let name: QueryBuilder.Column<String>
        package let rackID: QueryBuilder.Column<Rack.ID>

        package init(_ table: QueryBuilder.TableReference) {
            id = QueryBuilder.Column<Int>(table, "id")
            name = QueryBuilder.Column<String>(table, "name")
            rackID = QueryBuilder.Column<Rack.ID>(table, "rack_id")
        }

        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [id.node, name.node, rackID.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("stickers"))
    package static var tableName: String { "stickers" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "stickers",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition("name", String.sqlType),
            PGSchema.ColumnDefinition("rack_id", Rack.ID.sqlType),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "stickers", column: "rack_id", references: Rack.self, onDelete: .cascade)
        ])
    package static let propertyNames: [String] = ["id", "name", "rack"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("rack", \Sticker.rack, column: 2)
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
        case 2: _rack.id
        default: PGCore.SQLNull()
        }
    }

    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: _id = try Int.decode(cell)
        case 1: name = try String.decode(cell)
        case 2: _rack.point(to: try Rack.ID.decode(cell))
        default: break
        }
    }

    package func clear(column index: Int) {
        if index == 0 { _id = nil }
    }

    package struct Snapshot: Codable, Sendable {
        fileprivate var _id: Int?
        package var name: String
        package var rackID: Rack.ID?
    }

    package var snapshot: Snapshot { Snapshot(_id: _id, name: name, rackID: _rack.id) }

    package func restore(_ snapshot: Snapshot) {
        _id = snapshot._id
        name = snapshot.name
        _rack.restore(snapshot.rackID)
    }

    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: _id, from: snapshot._id)
        mask.insert(1, ifChanged: name, from: snapshot.name)
        mask.insert(2, ifChanged: _rack, from: snapshot.rackID)
        return mask
    }
}
