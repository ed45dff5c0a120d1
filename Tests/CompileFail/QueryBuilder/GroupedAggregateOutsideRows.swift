// expect: value of type 'NotSelectable' has no member 'sql'
import QueryBuilder

let query = PostRow.all.grouped { $0.authorID }.select { author, rows in author.max() }
let text = query.sql
