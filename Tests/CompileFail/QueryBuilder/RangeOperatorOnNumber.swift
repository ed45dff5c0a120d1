// expect: conform to 'SQLRangeLike'
import QueryBuilder

let query = UserRow.where { $0.id.isBefore($0.id) }
