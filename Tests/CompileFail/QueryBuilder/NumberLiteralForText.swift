// expect: no exact matches in call to instance method 'eq'
import QueryBuilder

let query = UserRow.where { $0.name.eq(5) }
