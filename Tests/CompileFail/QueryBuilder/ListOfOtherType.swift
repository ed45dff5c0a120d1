// expect: cannot convert value of type 'String' to expected element type 'Int'
import QueryBuilder

let query = UserRow.where { $0.id.in(["a"]) }
