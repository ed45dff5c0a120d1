// expect: value of type 'NotSelectable' has no member 'sql'
import QueryBuilder

let query = PostRow.all.grouped { $0.authorID }.select { author, rows in
    (author, rows { $0.authorID.sum() }.sum())
}
let text = query.sql
