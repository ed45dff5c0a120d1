// expect: conform to 'SQLArrayValue'
import QueryBuilder

let query = UserRow.select { $0.id.cardinality() }
