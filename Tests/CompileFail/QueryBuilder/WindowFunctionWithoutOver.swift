// expect: conform to 'Selection'
import QueryBuilder

let query = UserRow.select { ($0.id, rowNumber()) }
