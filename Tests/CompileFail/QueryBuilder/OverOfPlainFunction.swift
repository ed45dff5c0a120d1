// expect: value of type 'Expression<String>' has no member 'over'
import QueryBuilder

let query = UserRow.select { $0.name.lower().over() }
