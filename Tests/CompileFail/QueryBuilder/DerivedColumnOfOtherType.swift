// expect: cannot convert value of type 'String' to expected argument type 'Int'
import QueryBuilder

let counts = PostRow.all.groupBy { $0.authorID }.select { ($0.authorID, $0.title.max()) }
let query = counts.derived("c").where { $0.columns.0 == "x" }
