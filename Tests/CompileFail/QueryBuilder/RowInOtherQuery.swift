// expect: cannot convert value of type 'Select<PostRow.Columns, String, Int>' to expected argument type '[RowValue<Int, String>]'
import QueryBuilder

let pairs = PostRow.select { ($0.title, $0.authorID) }
let query = UserRow.where { row($0.id, $0.name).in(pairs) }
