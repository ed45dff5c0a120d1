// expect: cannot convert value of type 'String' to expected argument type 'Int'
import QueryBuilder

let insert = UserRow.insert(columns: \.id, \.name).cells([(.value("a"), .default)])
