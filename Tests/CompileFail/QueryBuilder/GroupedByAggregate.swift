// expect: conform to 'GroupKey'
import QueryBuilder

let query = PostRow.all.grouped { $0.authorID.max() }.select { most, rows in (most, rows.count) }
