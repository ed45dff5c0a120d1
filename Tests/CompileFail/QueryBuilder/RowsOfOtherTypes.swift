// expect: cannot convert value of type 'String' to expected argument type 'Int'
import QueryBuilder

let query = UserRow.where { row($0.id, $0.name).lt(row(values: "x", 1)) }
