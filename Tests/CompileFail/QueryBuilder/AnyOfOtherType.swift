// expect: cannot convert value of type 'QuantifiedSubquery<String>' to expected argument type 'QuantifiedSubquery<Int>'
import QueryBuilder

let titles = PostRow.select { $0.title }
let query = UserRow.where { $0.id.eq(anyOf(titles)) }
