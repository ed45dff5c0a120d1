// expect: requires that 'Column<String>' conform to 'AggregateCall'
import QueryBuilder

let query = PostRow.all.grouped { $0.authorID }.orderBy { _, rows in rows { $0.title }.descending }
