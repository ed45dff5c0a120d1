// expect: requires that 'Column<String>' conform to 'AggregateCall'
import QueryBuilder

let groups = PostRow.all.grouped { $0.authorID }
let query = groups.select { author, rows in (author, rows { $0.title }) }
