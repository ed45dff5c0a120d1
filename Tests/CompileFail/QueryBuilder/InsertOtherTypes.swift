// expect: cannot convert value of type 'String' to expected argument type 'Int'
import QueryBuilder

let into = UserRow.insert(columns: \.id, \.name)
let insert = into.values("a", 1)
