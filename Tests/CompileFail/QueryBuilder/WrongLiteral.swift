// expect: cannot convert value of type 'String' to expected argument type
import QueryBuilder

let query = UserRow.where { $0.age >= "18" }
