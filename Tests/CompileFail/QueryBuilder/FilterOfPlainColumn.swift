// expect: value of type 'Column<Int>' has no member 'filter'
import QueryBuilder

let query = UserRow.select { $0.id.filter($0.id > 1) }
