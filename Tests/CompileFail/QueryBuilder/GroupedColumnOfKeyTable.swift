// expect: value of type 'Column<Int>' has no member 'title'
import QueryBuilder

let query = PostRow.all.grouped { $0.authorID }.select { post, rows in (post.title, rows.count) }
