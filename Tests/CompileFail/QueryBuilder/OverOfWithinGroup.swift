// expect: has no member 'over'
import QueryBuilder

let query = UserRow.select { $0.id.mode().over() }
