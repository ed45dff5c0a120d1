// expect: pack expansion requires that '(Column<String>, Column<Int>).Value' and 'Int, String' have the same shape
import QueryBuilder

let start = UserRow.select { ($0.id, $0.name) }
let table = start.recursive("t") { table in table.select { ($0.columns.1, $0.columns.0) } }
