// expect: requires that 'Column<String>' conform to 'AggregateCall'
import QueryBuilder

let query = PostRow.all.grouped { $0.authorID }.select { author, rows in (author, rows { $0.title }) }
