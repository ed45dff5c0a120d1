// expect: is unused
import QueryBuilder

let query = UserRow.select { ($0.id, rowNumber()) }
