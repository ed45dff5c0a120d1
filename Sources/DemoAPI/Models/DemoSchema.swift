import ORM

/// The tables of the entities: the same ones that the files in `migrations/` make.
let demoSchema = Schema(
    User.self, Post.self, Tag.self, tables: [KeptAnswerRow.self, Species.self, Item.self],
    enums: [Role.self])
