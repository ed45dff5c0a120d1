// expect: cannot convert value of type 'Int' to expected argument type 'String'
import QueryBuilder

let query = UserRow.where { $0.name.eq(5) }
