// expect: value of tuple type '(Column<Int>, Column<String>)' has no member '2'
import QueryBuilder

let counts = PostRow.select { ($0.authorID, $0.title) }
let query = counts.derived("c").select { ($0.columns.0, $0.columns.2) }
