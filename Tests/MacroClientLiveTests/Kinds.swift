import Foundation
import StrataMacros

enum Mood: String, PostgresEnum, Codable {
    static let typeName = "Mood of the day"
    case calm, stormy
}

/// A key of several columns, an enum, a constraint over two columns, a system version.
@Entity(
    "voyages",
    constraints: [
        .unique("vessel", "mate", name: "one_mate", deferrable: .initiallyDeferred),
        .check("leg < 100", name: "few_legs"),
        .index("lower(mate)", isUnique: true), .index("vessel", "leg", where: "leg > 1"),
    ],
    version: .xmin)
final class Voyage: Codable {
    @PrimaryKey var vessel: String
    @PrimaryKey var leg: Int16
    @Unique(deferrable: .initiallyImmediate) var mate: String
    var mood: Mood = .calm
    var moods: [Mood]
    @Default("'{1,2}'") var scores: [Int32]
    @HasMany(\Stop.voyage) var stops: ToMany<Stop>
}

/// A foreign key of several columns, a key the program makes, a number as the version.
@Entity("stops")
final class Stop: Codable {
    @PrimaryKey(.uuidV7) var id: UUID
    @Version var version: Int
    @Column("Harbour!", type: "varchar(40)") var harbour: String
    @BelongsTo(
        key: ["vessel", "leg"], name: "stops_of_voyage", isIndexed: false, onDelete: .cascade,
        deferrable: .initiallyImmediate)
    var voyage: ToOne<Voyage>
    @References("stops", "id", name: "stops_in_a_row", deferrable: .initiallyDeferred)
    var nextID: UUID?
}

/// Rows that refer to themselves, and may not refer to nothing.
@Entity("ancestors")
final class Ancestor: Codable {
    @PrimaryKey(.identityAlways) var id: Int
    var name: String
    @BelongsTo var parent: ToOne<Ancestor>

    init(name: String, parent: ToOne<Ancestor>) {
        self.name = name
        self._parent = parent
    }
}

@Entity("firms")
final class Firm: Codable {
    @PrimaryKey var code: String
}

@Entity("branches")
final class Branch: Codable {
    @PrimaryKey @BelongsTo var firm: ToOne<Firm>
    @PrimaryKey var number: Int
    @HasMany(\Worker.branch) var workers: ToMany<Worker>
}

/// References that share a column with each other and with a property: all rows are of one firm.
@Entity("workers")
final class Worker: Codable {
    @PrimaryKey(.identity) var id: Int
    @BelongsTo(key: ["firmID", "number"], columns: ["firm_code", "branch_number"])
    var branch: ToOne<Branch>
    @BelongsTo(key: ["firmID", "number"], columns: ["firm_code", "second_number"])
    var second: ToOne<Branch>?
    var firmCode: String
    var name: String
}

/// The same without a property of its own for the column.
@Entity("visits")
final class Visit: Codable {
    @BelongsTo(key: ["firmID", "number"], columns: ["firm_code", "to_number"])
    var to: ToOne<Branch>?
    @PrimaryKey(.identity) var id: Int
    @BelongsTo(key: ["firmID", "number"], columns: ["firm_code", "from_number"])
    var from: ToOne<Branch>
    @Column("firm_code") @BelongsTo var firm: ToOne<Firm>
}
