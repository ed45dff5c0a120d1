// expect: has no member 'over'
import QueryBuilder

let query = UserRow.select { $0.id.arrayAgg().orderBy($0.id).over() }
