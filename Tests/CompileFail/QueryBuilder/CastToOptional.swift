// expect: no exact matches in call to instance method 'cast'
import QueryBuilder

let query = UserRow.select { $0.id.cast(to: String?.self) }
