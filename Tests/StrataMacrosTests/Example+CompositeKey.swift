// The expansions are as long as they are.
// swift-format-ignore-file

extension Example {
    static let compositeKey = Example(
        "@Entity with a composite key",
        #"""
        @Entity("lines", version: .xmin)
        final class Line: Codable {
            @PrimaryKey @BelongsTo(key: ["region", "number"]) var order: ToOne<Order>
            @PrimaryKey var line: Int
        }
        """#,
        #"""

        final class Line: Codable {
            var order: ToOne<Order> {
            get { _order.named("Line.order") }
            set { _order = newValue }
            }

            private var _order: ToOne<Order>
            var line: Int

            init(order: Order, line: Int) {
                self._order = ToOne<Order>(order)
                self.line = line
            }

            init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
                self._order = ToOne<Order>(id: Order.ID(region: try Order.ID.Parts.region(from: row, at: &index), number: try Order.ID.Parts.number(from: row, at: &index)))
                self.line = try Int(from: row, at: &index)
            }

            private nonisolated enum CodingKeys: String, CodingKey {
                case _order = "orderID"
                case line
            }
        }

        extension Line: ORM.Entity {
            nonisolated struct ID: Hashable, Codable, PGCore.RowDecodable {
                enum Parts {
                    typealias orderRegion = Order.ID.Parts.region
                    typealias orderNumber = Order.ID.Parts.number
                    typealias line = Int
                }
                let orderRegion: Parts.orderRegion
                let orderNumber: Parts.orderNumber
                let line: Parts.line
                init(orderRegion: Parts.orderRegion, orderNumber: Parts.orderNumber, line: Parts.line) {
                    self.orderRegion = orderRegion
                    self.orderNumber = orderNumber
                    self.line = line
                }
                init?(orderRegion: Parts.orderRegion?, orderNumber: Parts.orderNumber?, line: Parts.line?) {
                    guard let orderRegion, let orderNumber, let line else { return nil }
                    self.orderRegion = orderRegion
                    self.orderNumber = orderNumber
                    self.line = line
                }
                static var columnCount: Int { 3 }
                init<Row: PGCore.RowReader>(from row: borrowing Row, at index: inout Int) throws(PGCore.PGError) {
                    self.orderRegion = try Parts.orderRegion(from: row, at: &index)
                    self.orderNumber = try Parts.orderNumber(from: row, at: &index)
                    self.line = try Parts.line(from: row, at: &index)
                }
            }
            nonisolated struct Columns: QueryBuilder.ColumnSet {
                let orderRegion: QueryBuilder.Column<Order.ID.Parts.region>
                let orderNumber: QueryBuilder.Column<Order.ID.Parts.number>
                let line: QueryBuilder.Column<Int>
                init(_ table: QueryBuilder.TableReference) {
                    self.orderRegion = QueryBuilder.Column<Order.ID.Parts.region>(table, "order_region")
                    self.orderNumber = QueryBuilder.Column<Order.ID.Parts.number>(table, "order_number")
                    self.line = QueryBuilder.Column<Int>(table, "line")
                }
                var selectedExpressions: [QueryBuilder.SQLNode] { [self.orderRegion.node, self.orderNumber.node, self.line.node] }
            }
            static let columns: Columns = Columns(QueryBuilder.TableReference("lines"))
            static var tableName: String { "lines" }
            static var primaryKeyName: String { "order_region" }
            static let primaryKeyNames: [String] = ["order_region", "order_number", "line"]
            static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
                name: "lines",
                columns: [
                    PGSchema.ColumnDefinition("order_region", Order.ID.Parts.region.sqlType),
                    PGSchema.ColumnDefinition("order_number", Order.ID.Parts.number.sqlType),
                    PGSchema.ColumnDefinition("line", Int.sqlType),
                ],
                primaryKey: ["order_region", "order_number", "line"],
                foreignKeys: [
                    PGSchema.ForeignKeyDefinition(table: "lines", columns: ["order_region", "order_number"], references: Order.self),
                ],
                indexes: [
                    PGSchema.IndexDefinition(table: "lines", keys: ["order_region", "order_number"]),
                ]
            )
            static let propertyNames: [String] = ["order", "order", "line"]
            static var primaryKeyIndex: Int { 0 }
            static let primaryKeyIndexes: [Int] = [0, 1, 2]
            static func primaryKey<Row: PGCore.RowReader>(in row: borrowing Row) throws(PGCore.PGError) -> ID {
                ID(orderRegion: try ID.Parts.orderRegion.decode(row.cell(at: 0)), orderNumber: try ID.Parts.orderNumber.decode(row.cell(at: 1)), line: try ID.Parts.line.decode(row.cell(at: 2)))
            }
            static func keyParameter(_ id: ID, part: Int) -> any PGCore.ParameterEncodable {
                switch part {
                case 0: id.orderRegion
                case 1: id.orderNumber
                case 2: id.line
                default: PGCore.SQLNull()
                }
            }
            static var rowVersion: ORM.RowVersion? { .xmin }
            static let relationships: [ORM.Relationship] = [
                .toOne("order", \Line.order, columns: [0, 1]),
            ]
            var persistentID: ID? { ID(orderRegion: self._order.id?.region, orderNumber: self._order.id?.number, line: self.line) }
            var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }
            func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
                switch index {
                case 0: self._order.id?.region
                case 1: self._order.id?.number
                case 2: self.line
                default: PGCore.SQLNull()
                }
            }
            static func parameter(forColumn index: Int, of instances: [Line]) -> any PGCore.ParameterEncodable {
                switch index {
                case 0: ORM.ColumnValues(instances) { $0._order.id?.region }
                case 1: ORM.ColumnValues(instances) { $0._order.id?.number }
                case 2: ORM.ColumnValues(instances) { $0.line }
                default: parameterAskingEach(instances, forColumn: index)
                }
            }
            func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
                switch index {
                case 2: self.line = try Int.decode(cell)
                default: break
                }
            }
            func clear(column index: Int) {}
            nonisolated struct Snapshot: Codable, Sendable {
                var orderID: Order.ID { Line.known(self._orderID, "orderID") }
                fileprivate var _orderID: Order.ID?
                var line: Int
                private nonisolated enum CodingKeys: String, CodingKey {
                    case _orderID = "orderID"
                    case line
                }
            }
            var snapshot: Snapshot { Snapshot(_orderID: self._order.id, line: self.line) }
            func restore(_ snapshot: Snapshot) {
                self._order.restore(snapshot._orderID)
                self.line = snapshot.line
            }
            func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
                var mask: ORM.ColumnMask = ORM.ColumnMask()
                mask.insert(0...1, ifChanged: self._order, from: snapshot._orderID)
                mask.insert(2, ifChanged: self.line, from: snapshot.line)
                return mask
            }
        }
        """#)
}
