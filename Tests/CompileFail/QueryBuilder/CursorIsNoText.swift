// expect: cannot convert value of type 'String' to expected argument type 'PageCursor'
import QueryBuilder

let page = try UserRow.orderBy { $0.id }.page(10, at: .after("abc"))
