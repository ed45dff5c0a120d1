// Entities with composite keys, as `@Entity` writes them.
//
// Wrote: @Entity("orders") final class Order: Codable {
//     @PrimaryKey var region: String
//     @PrimaryKey var number: Int
//     var note: String?
//     @HasMany(\OrderLine.order) var lines: ToMany<OrderLine>
// }
// Wrote: @Entity("order_lines") final class OrderLine: Codable {
//     @PrimaryKey @BelongsTo(key: ["region", "number"], onDelete: .cascade) var order: ToOne<Order>
//     @PrimaryKey var line: Int
//     var item: String
// }
// Wrote: @Entity("shipments") final class Shipment: Codable {
//     @PrimaryKey(.identity) var id: Int
//     @BelongsTo(
//         key: ["region", "number"], columns: ["from_region", "from_number"], onDelete: .setNull)
//     var order: ToOne<Order>?
// }

package import ORM
package import PGCore
package import PGSchema
package import QueryBuilder

package final class Order: Codable {
    package var region: String
    package var number: Int
    package var note: String?
    package var lines: ToMany<OrderLine> {
        get { _lines.named("Order.lines") }
        set { _lines = newValue }
        _modify { yield &_lines }
    }

    private var _lines: ToMany<OrderLine> = ToMany<OrderLine>()

    package init(region: String, number: Int, note: String? = nil) {
        self.region = region
        self.number = number
        self.note = note
    }

    package init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
        self.region = try String(from: row, at: &index)
        self.number = try Int(from: row, at: &index)
        self.note = try String?(from: row, at: &index)
    }

    private nonisolated enum CodingKeys: String, CodingKey {
        case region
        case number
        case note
    }
}
package final class OrderLine: Codable {
    package var order: ToOne<Order> {
        get { _order.named("OrderLine.order") }
        set { _order = newValue }
    }

    private var _order: ToOne<Order>
    package var line: Int
    package var item: String

    package init(order: Order, line: Int, item: String) {
        self._order = ToOne<Order>(order)
        self.line = line
        self.item = item
    }

    package init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
        self._order = ToOne<Order>(
            id: Order.ID(
                region: try Order.ID.Parts.region(from: row, at: &index),
                number: try Order.ID.Parts.number(from: row, at: &index)))
        self.line = try Int(from: row, at: &index)
        self.item = try String(from: row, at: &index)
    }

    private nonisolated enum CodingKeys: String, CodingKey {
        case _order = "orderID"
        case line
        case item
    }
}
package final class Shipment: Codable {
    package var id: Int {
        get { Self.known(_id, "id") }
        set { _id = newValue }
    }

    private var _id: Int?
    package var order: ToOne<Order>? {
        get { _order?.named("Shipment.order") }
        set { _order = newValue }
    }

    private var _order: ToOne<Order>?

    package init(order: Order? = nil) {
        self._order = order.map { ToOne<Order>($0) }
    }

    package init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
        self._id = try Int(from: row, at: &index)
        self._order = Order.ID(
            region: try Order.ID.Parts.region?(from: row, at: &index),
            number: try Order.ID.Parts.number?(from: row, at: &index)
        ).map { ToOne<Order>(id: $0) }
    }

    private nonisolated enum CodingKeys: String, CodingKey {
        case _id = "id"
        case _order = "orderID"
    }
}

extension Order: ORM.Entity {
    package nonisolated struct ID: Hashable, Codable, PGCore.RowDecodable {
        package enum Parts {
            package typealias region = String
            package typealias number = Int
        }
        package let region: Parts.region
        package let number: Parts.number
        package init(region: Parts.region, number: Parts.number) {
            self.region = region
            self.number = number
        }
        package init?(region: Parts.region?, number: Parts.number?) {
            guard let region, let number else { return nil }
            self.region = region
            self.number = number
        }
        package static var columnCount: Int { 2 }
        package init<Row: PGCore.RowReader>(from row: borrowing Row, at index: inout Int)
            throws(PGCore.PGError)
        {
            self.region = try Parts.region(from: row, at: &index)
            self.number = try Parts.number(from: row, at: &index)
        }
    }
    package nonisolated struct Columns: QueryBuilder.ColumnSet {
        package let region: QueryBuilder.Column<String>
        package let number: QueryBuilder.Column<Int>
        package let note: QueryBuilder.Column<String?>
        package init(_ table: QueryBuilder.TableReference) {
            self.region = QueryBuilder.Column<String>(table, "region")
            self.number = QueryBuilder.Column<Int>(table, "number")
            self.note = QueryBuilder.Column<String?>(table, "note")
        }
        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [self.region.node, self.number.node, self.note.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("orders"))
    package static var tableName: String { "orders" }
    package static var primaryKeyName: String { "region" }
    package static let primaryKeyNames: [String] = ["region", "number"]
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "orders",
        columns: [
            PGSchema.ColumnDefinition("region", String.sqlType),
            PGSchema.ColumnDefinition("number", Int.sqlType),
            PGSchema.ColumnDefinition("note", String.sqlType, isNullable: true),
        ],
        primaryKey: ["region", "number"]
    )
    package static let propertyNames: [String] = ["region", "number", "note"]
    package static var primaryKeyIndex: Int { 0 }
    package static let primaryKeyIndexes: [Int] = [0, 1]
    package static func primaryKey<Row: PGCore.RowReader>(in row: borrowing Row) throws(PGCore
        .PGError) -> ID
    {
        ID(
            region: try ID.Parts.region.decode(row.cell(at: 0)),
            number: try ID.Parts.number.decode(row.cell(at: 1)))
    }
    package static func keyParameter(_ id: ID, part: Int) -> any PGCore.ParameterEncodable {
        switch part {
        case 0: id.region
        case 1: id.number
        default: PGCore.SQLNull()
        }
    }
    package static let relationships: [ORM.Relationship] = [
        .toMany("lines", \Order.lines, inverse: \OrderLine.order)
    ]
    package var persistentID: ID? { ID(region: self.region, number: self.number) }
    package var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }
    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: self.region
        case 1: self.number
        case 2: self.note
        default: PGCore.SQLNull()
        }
    }
    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: self.region = try String.decode(cell)
        case 1: self.number = try Int.decode(cell)
        case 2: self.note = try String?.decode(cell)
        default: break
        }
    }
    package func clear(column index: Int) {}
    package nonisolated struct Snapshot: Codable, Sendable {
        package var region: String
        package var number: Int
        package var note: String?
    }
    package var snapshot: Snapshot {
        Snapshot(region: self.region, number: self.number, note: self.note)
    }
    package func restore(_ snapshot: Snapshot) {
        self.region = snapshot.region
        self.number = snapshot.number
        self.note = snapshot.note
    }
    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: self.region, from: snapshot.region)
        mask.insert(1, ifChanged: self.number, from: snapshot.number)
        mask.insert(2, ifChanged: self.note, from: snapshot.note)
        return mask
    }
}

extension OrderLine: ORM.Entity {
    package nonisolated struct ID: Hashable, Codable, PGCore.RowDecodable {
        package enum Parts {
            package typealias orderRegion = Order.ID.Parts.region
            package typealias orderNumber = Order.ID.Parts.number
            package typealias line = Int
        }
        package let orderRegion: Parts.orderRegion
        package let orderNumber: Parts.orderNumber
        package let line: Parts.line
        package init(
            orderRegion: Parts.orderRegion, orderNumber: Parts.orderNumber, line: Parts.line
        ) {
            self.orderRegion = orderRegion
            self.orderNumber = orderNumber
            self.line = line
        }
        package init?(
            orderRegion: Parts.orderRegion?, orderNumber: Parts.orderNumber?, line: Parts.line?
        ) {
            guard let orderRegion, let orderNumber, let line else { return nil }
            self.orderRegion = orderRegion
            self.orderNumber = orderNumber
            self.line = line
        }
        package static var columnCount: Int { 3 }
        package init<Row: PGCore.RowReader>(from row: borrowing Row, at index: inout Int)
            throws(PGCore.PGError)
        {
            self.orderRegion = try Parts.orderRegion(from: row, at: &index)
            self.orderNumber = try Parts.orderNumber(from: row, at: &index)
            self.line = try Parts.line(from: row, at: &index)
        }
    }
    package nonisolated struct Columns: QueryBuilder.ColumnSet {
        package let orderRegion: QueryBuilder.Column<Order.ID.Parts.region>
        package let orderNumber: QueryBuilder.Column<Order.ID.Parts.number>
        package let line: QueryBuilder.Column<Int>
        package let item: QueryBuilder.Column<String>
        package init(_ table: QueryBuilder.TableReference) {
            self.orderRegion = QueryBuilder.Column<Order.ID.Parts.region>(table, "order_region")
            self.orderNumber = QueryBuilder.Column<Order.ID.Parts.number>(table, "order_number")
            self.line = QueryBuilder.Column<Int>(table, "line")
            self.item = QueryBuilder.Column<String>(table, "item")
        }
        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [self.orderRegion.node, self.orderNumber.node, self.line.node, self.item.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("order_lines"))
    package static var tableName: String { "order_lines" }
    package static var primaryKeyName: String { "order_region" }
    package static let primaryKeyNames: [String] = ["order_region", "order_number", "line"]
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "order_lines",
        columns: [
            PGSchema.ColumnDefinition("order_region", Order.ID.Parts.region.sqlType),
            PGSchema.ColumnDefinition("order_number", Order.ID.Parts.number.sqlType),
            PGSchema.ColumnDefinition("line", Int.sqlType),
            PGSchema.ColumnDefinition("item", String.sqlType),
        ],
        primaryKey: ["order_region", "order_number", "line"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "order_lines", columns: ["order_region", "order_number"],
                references: Order.self, onDelete: .cascade)
        ],
        indexes: [
            PGSchema.IndexDefinition(table: "order_lines", keys: ["order_region", "order_number"])
        ]
    )
    package static let propertyNames: [String] = ["order", "order", "line", "item"]
    package static var primaryKeyIndex: Int { 0 }
    package static let primaryKeyIndexes: [Int] = [0, 1, 2]
    package static func primaryKey<Row: PGCore.RowReader>(in row: borrowing Row) throws(PGCore
        .PGError) -> ID
    {
        ID(
            orderRegion: try ID.Parts.orderRegion.decode(row.cell(at: 0)),
            orderNumber: try ID.Parts.orderNumber.decode(row.cell(at: 1)),
            line: try ID.Parts.line.decode(row.cell(at: 2)))
    }
    package static func keyParameter(_ id: ID, part: Int) -> any PGCore.ParameterEncodable {
        switch part {
        case 0: id.orderRegion
        case 1: id.orderNumber
        case 2: id.line
        default: PGCore.SQLNull()
        }
    }
    package static let relationships: [ORM.Relationship] = [
        .toOne("order", \OrderLine.order, columns: [0, 1])
    ]
    package var persistentID: ID? {
        ID(
            orderRegion: self._order.id?.region, orderNumber: self._order.id?.number,
            line: self.line)
    }
    package var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }
    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: self._order.id?.region
        case 1: self._order.id?.number
        case 2: self.line
        case 3: self.item
        default: PGCore.SQLNull()
        }
    }
    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 2: self.line = try Int.decode(cell)
        case 3: self.item = try String.decode(cell)
        default: break
        }
    }
    package func clear(column index: Int) {}
    package nonisolated struct Snapshot: Codable, Sendable {
        package var orderID: Order.ID { OrderLine.known(self._orderID, "orderID") }
        fileprivate var _orderID: Order.ID?
        package var line: Int
        package var item: String
        private nonisolated enum CodingKeys: String, CodingKey {
            case _orderID = "orderID"
            case line
            case item
        }
    }
    package var snapshot: Snapshot {
        Snapshot(_orderID: self._order.id, line: self.line, item: self.item)
    }
    package func restore(_ snapshot: Snapshot) {
        self._order.restore(snapshot._orderID)
        self.line = snapshot.line
        self.item = snapshot.item
    }
    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0...1, ifChanged: self._order, from: snapshot._orderID)
        mask.insert(2, ifChanged: self.line, from: snapshot.line)
        mask.insert(3, ifChanged: self.item, from: snapshot.item)
        return mask
    }
}

extension Shipment: ORM.Entity {
    package typealias ID = Int
    package nonisolated struct Columns: QueryBuilder.ColumnSet {
        package let id: QueryBuilder.Column<Int>
        package let orderRegion: QueryBuilder.Column<Order.ID.Parts.region?>
        package let orderNumber: QueryBuilder.Column<Order.ID.Parts.number?>
        package init(_ table: QueryBuilder.TableReference) {
            self.id = QueryBuilder.Column<Int>(table, "id")
            self.orderRegion = QueryBuilder.Column<Order.ID.Parts.region?>(table, "from_region")
            self.orderNumber = QueryBuilder.Column<Order.ID.Parts.number?>(table, "from_number")
        }
        package var selectedExpressions: [QueryBuilder.SQLNode] {
            [self.id.node, self.orderRegion.node, self.orderNumber.node]
        }
    }
    package static let columns: Columns = Columns(QueryBuilder.TableReference("shipments"))
    package static var tableName: String { "shipments" }
    package static var primaryKeyName: String { "id" }
    package static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
        name: "shipments",
        columns: [
            PGSchema.ColumnDefinition("id", Int.sqlType, identity: .byDefault),
            PGSchema.ColumnDefinition(
                "from_region", Order.ID.Parts.region.sqlType, isNullable: true),
            PGSchema.ColumnDefinition(
                "from_number", Order.ID.Parts.number.sqlType, isNullable: true),
        ],
        primaryKey: ["id"],
        foreignKeys: [
            PGSchema.ForeignKeyDefinition(
                table: "shipments", columns: ["from_region", "from_number"], references: Order.self,
                onDelete: .setNull)
        ],
        indexes: [
            PGSchema.IndexDefinition(table: "shipments", keys: ["from_region", "from_number"])
        ]
    )
    package static let propertyNames: [String] = ["id", "order", "order"]
    package static var primaryKeyIndex: Int { 0 }
    package static let relationships: [ORM.Relationship] = [
        .toOne("order", \Shipment.order, columns: [1, 2])
    ]
    package var persistentID: Int? { self._id }
    package var unsetColumns: ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        if self._id == nil { mask.insert(0) }
        return mask
    }
    package func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
        switch index {
        case 0: self._id
        case 1: self._order?.id?.region
        case 2: self._order?.id?.number
        default: PGCore.SQLNull()
        }
    }
    package func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
        switch index {
        case 0: self._id = try Int.decode(cell)
        default: break
        }
    }
    package func clear(column index: Int) {
        switch index {
        case 0: self._id = nil
        default: break
        }
    }
    package nonisolated struct Snapshot: Codable, Sendable {
        package var id: Int { Shipment.known(self._id, "id") }
        fileprivate var _id: Int?
        package var orderID: Order.ID?
        private nonisolated enum CodingKeys: String, CodingKey {
            case _id = "id"
            case orderID
        }
    }
    package var snapshot: Snapshot { Snapshot(_id: self._id, orderID: self._order?.id) }
    package func restore(_ snapshot: Snapshot) {
        self._id = snapshot._id
        self._order.point(to: snapshot.orderID)
    }
    package func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
        var mask: ORM.ColumnMask = ORM.ColumnMask()
        mask.insert(0, ifChanged: self._id, from: snapshot._id)
        mask.insert(1...2, ifChanged: self._order, from: snapshot.orderID)
        return mask
    }
}
