// expect: cannot convert value of type 'String' to expected argument type 'Int'
import QueryBuilder

let query = UserRow.select { $0.id.lag(by: 1, default: "x").over() }
