// expect: no exact matches in call to instance method 'hasKey'
import QueryBuilder

let query = UserRow.where { $0.name.hasKey("a") }
