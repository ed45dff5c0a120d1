// expect: conform to 'AggregateCall'
import QueryBuilder

let query = PostRow.all.grouped { $0.title }.select { title, rows in
    (title, rows { $0.authorID.sum() + $0.authorID })
}
