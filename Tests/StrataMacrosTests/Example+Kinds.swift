// The expansions are as long as they are.
// swift-format-ignore-file

extension Example {
    static let kinds = Example(
        "@Entity with every kind of column",
        #"""
        @Entity("people")
        final class Person: Codable {
            @PrimaryKey(.uuidV7) var id: UUID
            @JSON var settings: Settings
            @JSON var extra: Settings?
            @Stored(as: Cents.self) @Default("0") var price: Money
            @Generated("lower(name)") var key: String
            @CreatedAt var createdAt: Date
            @UpdatedAt var updatedAt: Date
            @Version var version: Int
            var body: Deferred<String?>
            @Embedded var home: Address
            @Embedded(prefix: "work_") var office: Address?
        }
        """#,
        #"""

        final class Person: Codable {
            var id: UUID
            var settings: Settings
            var extra: Settings?
            
            var price: Money {
            get { Self.known(_price, "price") }
            set { _price = newValue }
            }

            private var _price: Money?
            var key: String {
            get { Self.known(_key, "key") }
            set { _key = newValue }
            }

            private var _key: String?
            var createdAt: Date {
            get { Self.known(_createdAt, "createdAt") }
            set { _createdAt = newValue }
            }

            private var _createdAt: Date?
            var updatedAt: Date {
            get { Self.known(_updatedAt, "updatedAt") }
            set { _updatedAt = newValue }
            }

            private var _updatedAt: Date?
            var version: Int {
            get { Self.known(_version, "version") }
            set { _version = newValue }
            }

            private var _version: Int?
            var body: Deferred<String?>
            var home: Address
            var office: Address?

            init(id: UUID = UUID.version7(), settings: Settings, extra: Settings? = nil, price: Money? = nil, createdAt: Date? = nil, updatedAt: Date? = nil, version: Int? = nil, body: String? = nil, home: Address, office: Address? = nil) {
                self.id = id
                self.settings = settings
                self.extra = extra
                self._price = price
                self._createdAt = createdAt
                self._updatedAt = updatedAt
                self._version = version
                self.body = Deferred<String?>(body)
                self.home = home
                self.office = office
            }

            init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
                self.id = try UUID(from: row, at: &index)
                self.settings = try PGCore.JSONEncoded<Settings>(from: row, at: &index).value
                self.extra = try PGCore.JSONEncoded<Settings>?(from: row, at: &index)?.value
                self._price = try ORM.Coded<Cents>(from: row, at: &index).value
                self._key = try String(from: row, at: &index)
                self._createdAt = try Date(from: row, at: &index)
                self._updatedAt = try Date(from: row, at: &index)
                self._version = try Int(from: row, at: &index)
                self.body = Deferred<String?>(notLoaded: "Person.body")
                self.home = try Address(from: row, at: &index)
                self.office = try Address?(from: row, at: &index)
            }

            private nonisolated enum CodingKeys: String, CodingKey {
                case id
                case settings
                case extra
                case _price = "price"
                case _key = "key"
                case _createdAt = "createdAt"
                case _updatedAt = "updatedAt"
                case _version = "version"
                case body
                case home
                case office
            }
        }

        extension Person: ORM.Entity {
            typealias ID = UUID
            nonisolated struct Columns: QueryBuilder.ColumnSet {
                let id: QueryBuilder.Column<UUID>
                let settings: QueryBuilder.Column<PGCore.JSONEncoded<Settings>>
                let extra: QueryBuilder.Column<PGCore.JSONEncoded<Settings>?>
                let price: QueryBuilder.Column<ORM.Coded<Cents>>
                let key: QueryBuilder.Column<String>
                let createdAt: QueryBuilder.Column<Date>
                let updatedAt: QueryBuilder.Column<Date>
                let version: QueryBuilder.Column<Int>
                let body: QueryBuilder.Column<String?>
                let home: Address.Columns
                let office: ORM.NullableGroup<Address.Columns>
                init(_ table: QueryBuilder.TableReference) {
                    self.id = QueryBuilder.Column<UUID>(table, "id")
                    self.settings = QueryBuilder.Column<PGCore.JSONEncoded<Settings>>(table, "settings")
                    self.extra = QueryBuilder.Column<PGCore.JSONEncoded<Settings>?>(table, "extra")
                    self.price = QueryBuilder.Column<ORM.Coded<Cents>>(table, "price")
                    self.key = QueryBuilder.Column<String>(table, "key")
                    self.createdAt = QueryBuilder.Column<Date>(table, "created_at")
                    self.updatedAt = QueryBuilder.Column<Date>(table, "updated_at")
                    self.version = QueryBuilder.Column<Int>(table, "version")
                    self.body = QueryBuilder.Column<String?>(table, "body")
                    self.home = Address.Columns(table, prefix: "home_")
                    self.office = ORM.NullableGroup<Address.Columns>(table, prefix: "work_")
                }
                var selectedExpressions: [QueryBuilder.SQLNode] { [self.id.node, self.settings.node, self.extra.node, self.price.node, self.key.node, self.createdAt.node, self.updatedAt.node, self.version.node] + self.home.selectedExpressions + self.office.selectedExpressions }
            }
            static let columns: Columns = Columns(QueryBuilder.TableReference("people"))
            static var tableName: String { "people" }
            static var primaryKeyName: String { "id" }
            static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
                name: "people",
                columns: [
                    PGSchema.ColumnDefinition("id", UUID.sqlType),
                    PGSchema.ColumnDefinition("settings", PGCore.JSONEncoded<Settings>.sqlType),
                    PGSchema.ColumnDefinition("extra", PGCore.JSONEncoded<Settings>.sqlType, isNullable: true),
                    PGSchema.ColumnDefinition("price", ORM.Coded<Cents>.sqlType, default: "0"),
                    PGSchema.ColumnDefinition("key", String.sqlType, generated: "lower(name)"),
                    PGSchema.ColumnDefinition("created_at", Date.sqlType, default: "now()"),
                    PGSchema.ColumnDefinition("updated_at", Date.sqlType, default: "now()"),
                    PGSchema.ColumnDefinition("version", Int.sqlType, default: "1"),
                    PGSchema.ColumnDefinition("body", String.sqlType, isNullable: true),
                ] + Address.columnDefinitions(prefix: "home_") + Address.columnDefinitions(prefix: "work_", isNullable: true),
                primaryKey: ["id"]
            )
            static let propertyNames: [String] = ["id", "settings", "extra", "price", "key", "createdAt", "updatedAt", "version", "body"] + Address.propertyNames(in: "home") + Address.propertyNames(in: "office")
            static var primaryKeyIndex: Int { 0 }
            static var rowVersion: ORM.RowVersion? { .integer(column: 7) }
            static let generatedColumns: ORM.ColumnMask = ORM.ColumnMask([4])
            static let updateTimeColumns: ORM.ColumnMask = ORM.ColumnMask([6])
            static let deferredColumns: ORM.ColumnMask = ORM.ColumnMask([8])
            static let embeddedGroups: [ORM.EmbeddedGroup] = [
                .group(\Person.home, from: 9),
                .group(\Person.office, from: 9 + Address.columnCount),
            ]
            static var relationships: [ORM.Relationship] { [] }
            var persistentID: UUID? { self.id }
            var unsetColumns: ORM.ColumnMask {
                var mask: ORM.ColumnMask = ORM.ColumnMask()
                if self._price == nil { mask.insert(3) }
                mask.insert(4)
                if self._createdAt == nil { mask.insert(5) }
                if self._updatedAt == nil { mask.insert(6) }
                if self._version == nil { mask.insert(7) }
                if !self.body.isLoaded { mask.insert(8) }
                return mask
            }
            func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
                switch index {
                case 0: self.id
                case 1: PGCore.JSONEncoded<Settings>(self.settings)
                case 2: self.extra.map { PGCore.JSONEncoded<Settings>($0) }
                case 3: self._price.map { ORM.Coded<Cents>($0) }
                case 4: self._key
                case 5: self._createdAt
                case 6: self._updatedAt
                case 7: self._version
                case 8: self.body.loaded
                default: index < 9 + Address.columnCount ? self.home.parameter(forColumn: index - 9) : index < 9 + Address.columnCount + Address.columnCount ? (self.office?.parameter(forColumn: index - (9 + Address.columnCount)) ?? PGCore.SQLNull()) : PGCore.SQLNull()
                }
            }
            static func parameter(forColumn index: Int, of instances: [Person]) -> any PGCore.ParameterEncodable {
                switch index {
                case 0: ORM.ColumnValues(instances) { $0.id }
                case 1: ORM.ColumnValues(instances) { PGCore.JSONEncoded<Settings>($0.settings) }
                case 2: ORM.ColumnValues(instances) { $0.extra.map { PGCore.JSONEncoded<Settings>($0) } }
                case 3: ORM.ColumnValues(instances) { $0._price.map { ORM.Coded<Cents>($0) } }
                case 4: ORM.ColumnValues(instances) { $0._key }
                case 5: ORM.ColumnValues(instances) { $0._createdAt }
                case 6: ORM.ColumnValues(instances) { $0._updatedAt }
                case 7: ORM.ColumnValues(instances) { $0._version }
                case 8: ORM.ColumnValues(instances) { $0.body.loaded }
                default: parameterAskingEach(instances, forColumn: index)
                }
            }
            func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
                switch index {
                case 0: self.id = try UUID.decode(cell)
                case 1: self.settings = try PGCore.JSONEncoded<Settings>.decode(cell).value
                case 2: self.extra = try PGCore.JSONEncoded<Settings>?.decode(cell)?.value
                case 3: self._price = try ORM.Coded<Cents>.decode(cell).value
                case 4: self._key = try String.decode(cell)
                case 5: self._createdAt = try Date.decode(cell)
                case 6: self._updatedAt = try Date.decode(cell)
                case 7: self._version = try Int.decode(cell)
                case 8: self.body = Deferred<String?>(try String?.decode(cell))
                default: break
                }
            }
            func clear(column index: Int) {
                switch index {
                case 3: self._price = nil
                case 4: self._key = nil
                case 5: self._createdAt = nil
                case 6: self._updatedAt = nil
                case 7: self._version = nil
                default: break
                }
            }
            nonisolated struct Snapshot: Codable, Sendable {
                var id: UUID
                var settings: Settings
                var extra: Settings?
                var price: Money { Person.known(self._price, "price") }
                fileprivate var _price: Money?
                var key: String { Person.known(self._key, "key") }
                fileprivate var _key: String?
                var createdAt: Date { Person.known(self._createdAt, "createdAt") }
                fileprivate var _createdAt: Date?
                var updatedAt: Date { Person.known(self._updatedAt, "updatedAt") }
                fileprivate var _updatedAt: Date?
                var version: Int { Person.known(self._version, "version") }
                fileprivate var _version: Int?
                var body: Deferred<String?>
                var home: Address
                var office: Address?
                private nonisolated enum CodingKeys: String, CodingKey {
                    case id
                    case settings
                    case extra
                    case _price = "price"
                    case _key = "key"
                    case _createdAt = "createdAt"
                    case _updatedAt = "updatedAt"
                    case _version = "version"
                    case body
                    case home
                    case office
                }
            }
            var snapshot: Snapshot { Snapshot(id: self.id, settings: self.settings, extra: self.extra, _price: self._price, _key: self._key, _createdAt: self._createdAt, _updatedAt: self._updatedAt, _version: self._version, body: self.body, home: self.home, office: self.office) }
            func restore(_ snapshot: Snapshot) {
                self.id = snapshot.id
                self.settings = snapshot.settings
                self.extra = snapshot.extra
                self._price = snapshot._price
                self._key = snapshot._key
                self._createdAt = snapshot._createdAt
                self._updatedAt = snapshot._updatedAt
                self._version = snapshot._version
                self.body = snapshot.body
                self.home = snapshot.home
                self.office = snapshot.office
            }
            func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
                var mask: ORM.ColumnMask = ORM.ColumnMask()
                mask.insert(0, ifChanged: self.id, from: snapshot.id)
                mask.insert(1, ifChanged: self.settings, from: snapshot.settings)
                mask.insert(2, ifChanged: self.extra, from: snapshot.extra)
                mask.insert(3, ifChanged: self._price, from: snapshot._price)
                mask.insert(5, ifChanged: self._createdAt, from: snapshot._createdAt)
                mask.insert(6, ifChanged: self._updatedAt, from: snapshot._updatedAt)
                mask.insert(7, ifChanged: self._version, from: snapshot._version)
                mask.insert(8, ifChanged: self.body, from: snapshot.body)
                mask.insert(from: 9, ifChanged: self.home, from: snapshot.home)
                mask.insert(from: 9 + Address.columnCount, ifChanged: self.office, from: snapshot.office)
                return mask
            }
        }
        """#)

    static let group = Example(
        "@ColumnGroup on a struct",
        #"""
        @ColumnGroup
        struct Address: Codable, Equatable {
            var street: String
            @Column("zip") var postalCode: String?
            @JSON var more: More
        }
        """#,
        #"""

        struct Address: Codable, Equatable {
            var street: String
            var postalCode: String?
            var more: More
        }

        extension Address: ORM.ColumnGroup {
            nonisolated struct Columns: ORM.ColumnGroupColumns {
                let street: QueryBuilder.Column<String>
                let postalCode: QueryBuilder.Column<String?>
                let more: QueryBuilder.Column<PGCore.JSONEncoded<More>>
                init(_ table: QueryBuilder.TableReference, prefix: String) {
                    self.street = QueryBuilder.Column<String>(table, prefix + "street")
                    self.postalCode = QueryBuilder.Column<String?>(table, prefix + "zip")
                    self.more = QueryBuilder.Column<PGCore.JSONEncoded<More>>(table, prefix + "more")
                }
                var selectedExpressions: [QueryBuilder.SQLNode] { [self.street.node, self.postalCode.node, self.more.node] }
            }
            static let columnDefinitions: [PGSchema.ColumnDefinition] = [
                PGSchema.ColumnDefinition("street", String.sqlType),
                PGSchema.ColumnDefinition("zip", String.sqlType, isNullable: true),
                PGSchema.ColumnDefinition("more", PGCore.JSONEncoded<More>.sqlType),
            ]
            static let propertyNames: [String] = ["street", "postalCode", "more"]
            static var columnCount: Int { 3 }
            init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
                self.street = try String(from: row, at: &index)
                self.postalCode = try String?(from: row, at: &index)
                self.more = try PGCore.JSONEncoded<More>(from: row, at: &index).value
            }
            func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
                switch index {
                case 0: self.street
                case 1: self.postalCode
                case 2: PGCore.JSONEncoded<More>(self.more)
                default: PGCore.SQLNull()
                }
            }
            func changedColumns(since earlier: Address) -> ORM.ColumnMask {
                var mask: ORM.ColumnMask = ORM.ColumnMask()
                mask.insert(0, ifChanged: self.street, from: earlier.street)
                mask.insert(1, ifChanged: self.postalCode, from: earlier.postalCode)
                mask.insert(2, ifChanged: self.more, from: earlier.more)
                return mask
            }
        }
        """#)

    static let view = Example(
        "@Entity of a view",
        #"""
        @Entity(view: "admins")
        final class Admin: Codable {
            @PrimaryKey var id: Int
        }
        """#,
        #"""

        final class Admin: Codable {
            var id: Int

            init(id: Int) {
                self.id = id
            }

            init(from row: some PGCore.RowReader, at index: inout Int) throws(PGCore.PGError) {
                self.id = try Int(from: row, at: &index)
            }
        }

        extension Admin: ORM.Entity {
            typealias ID = Int
            nonisolated struct Columns: QueryBuilder.ColumnSet {
                let id: QueryBuilder.Column<Int>
                init(_ table: QueryBuilder.TableReference) {
                    self.id = QueryBuilder.Column<Int>(table, "id")
                }
                var selectedExpressions: [QueryBuilder.SQLNode] { [self.id.node] }
            }
            static let columns: Columns = Columns(QueryBuilder.TableReference("admins"))
            static var tableName: String { "admins" }
            static var primaryKeyName: String { "id" }
            static let definition: PGSchema.TableDefinition = PGSchema.TableDefinition(
                name: "admins",
                columns: [
                    PGSchema.ColumnDefinition("id", Int.sqlType),
                ],
                primaryKey: ["id"]
            )
            static let propertyNames: [String] = ["id"]
            static var primaryKeyIndex: Int { 0 }
            static var isReadOnly: Bool { true }
            static var relationships: [ORM.Relationship] { [] }
            var persistentID: Int? { self.id }
            var unsetColumns: ORM.ColumnMask { ORM.ColumnMask() }
            func parameter(forColumn index: Int) -> any PGCore.ParameterEncodable {
                switch index {
                case 0: self.id
                default: PGCore.SQLNull()
                }
            }
            func load(column index: Int, from cell: PGCore.Cell) throws(PGCore.PGError) {
                switch index {
                case 0: self.id = try Int.decode(cell)
                default: break
                }
            }
            func clear(column index: Int) {}
            nonisolated struct Snapshot: Codable, Sendable {
                var id: Int
            }
            var snapshot: Snapshot { Snapshot(id: self.id) }
            func restore(_ snapshot: Snapshot) {
                self.id = snapshot.id
            }
            func changedColumns(since snapshot: Snapshot) -> ORM.ColumnMask {
                var mask: ORM.ColumnMask = ORM.ColumnMask()
                mask.insert(0, ifChanged: self.id, from: snapshot.id)
                return mask
            }
        }
        """#)
}
