// expect: cannot convert value of type 'Select<PostRow.Columns, Int, String>' to expected argument type 'Select<PostRow.Columns, Output>'
import QueryBuilder

let pairs = PostRow.select { ($0.authorID, $0.title) }
let query = UserRow.select { ($0.id, scalar(pairs)) }
