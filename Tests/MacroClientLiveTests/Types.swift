import Foundation
import StrataMacros

@Entity("authors", schema: "blog")
final class Author: Codable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    @Default("'member'") var role: String
    @Check("age >= 0") var age: Int?
    @HasMany(\Book.author) var books: ToMany<Book>
    @HasMany(\Book.editor) var edited: ToMany<Book>
}

@Entity("books", schema: "blog")
final class Book: Codable {
    @PrimaryKey(.uuid) var id: UUID
    @Index @Column("head", type: "varchar(80)") var title: String
    @Default("now()") var createdAt: Date
    var isDraft: Bool = true
    @BelongsTo(onDelete: .cascade) var author: ToOne<Author>
    @BelongsTo(onDelete: .setNull) var editor: ToOne<Author>?
}

/// The same table as `Author`, seen by the query builder.
@Table("authors", schema: "blog")
struct AuthorRow: Codable, Equatable {
    @PrimaryKey(.identity) var id: Int
    @Unique var email: String
    @Default("'member'") var role: String
    @Check("age >= 0") var age: Int?
}

/// The same table as `Book`.
@Table("books", schema: "blog")
struct BookRow: Codable, Equatable {
    @PrimaryKey(.uuid) var id: UUID
    @Column("head", type: "varchar(80)") var title: String
    @Default("now()") var createdAt: Date
    var isDraft: Bool
    @References("authors", "id", schema: "blog", onDelete: .cascade) var authorID: Int
    @References("authors", schema: "blog", onDelete: .setNull) var editorID: Int?
}
