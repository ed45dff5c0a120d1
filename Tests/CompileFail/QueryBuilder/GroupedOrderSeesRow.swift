// expect: contextual closure type
import QueryBuilder

let query = PostRow.all.grouped { $0.authorID }.orderBy { $0.authorID }
    .select { author, rows in (author, rows.count) }
