// expect: operator function '+' requires the types 'Int' and 'Int.Sum?'
import QueryBuilder

let query = UserRow.select { $0.id + $0.id.sum() }
