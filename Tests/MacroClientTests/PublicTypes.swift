// Types of a library: public, with parts that are not. What they are for is of no interest here.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import Foundation
public import StrataMacros

@Table("notes")
public struct NoteRow: Sendable {
    @PrimaryKey(.uuid) public var id: UUID
    public private(set) var body: String
    private var secret: String?
    package var rank: Int

    public init(id: UUID, body: String) {
        self.id = id
        self.body = body
        rank = 0
    }
}

@Entity("notes", schema: "app")
public final class Note: Codable {
    @PrimaryKey(.uuid) public var id: UUID
    public private(set) var body: String
    private var secret: String?
    @Column("kind", type: "citext") package var `class`: String = "plain"
    @BelongsTo(onUpdate: .restrict) @Unique public var country: ToOne<Country>?
    public var isLong: Bool { body.count > 80 }

    /// One of the user's own, besides the generated one.
    public init(body: String) {
        self.body = body
    }
}

@Entity("countries")
public final class Country: Codable {
    @PrimaryKey public var code: String
    public var name: String
    @HasMany(\Note.country) public var notes: ToMany<Note>
}

@Entity("levels")
package final class Plain: Codable {
    @PrimaryKey package var id: Int32
    package var ratio: Double
}
