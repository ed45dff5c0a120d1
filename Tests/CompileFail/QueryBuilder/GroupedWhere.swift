// expect: contextual closure type
import QueryBuilder

let query = PostRow.all.grouped { $0.authorID }.select { author, rows in (author, rows.count) }
    .where { _, rows in rows.count > 1 }
