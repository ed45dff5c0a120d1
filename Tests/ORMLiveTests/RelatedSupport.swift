import ORM
import ORMTestSupport
import PGTestKit

let relatedSchema = Schema(
    Author.self, Profile.self, Badge.self, Group.self, Article.self, Tag.self, Tagging.self)

extension DatabaseTemplate {
    /// The tables of the entities with relationships of every kind.
    static let related = DatabaseTemplate(
        "orm_related", (try? relatedSchema.createStatements()) ?? [])
}

/// A statement's text from pieces: long chains of `+` keep the compiler busy.
func sql(_ pieces: String...) -> String {
    pieces.joined()
}
