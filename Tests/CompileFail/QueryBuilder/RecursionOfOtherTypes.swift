// expect: (aka 'TupleColumns<Int, String>') and 'Select<Select<UserRow.Columns, Int, String>.TupleRow, String, Int>.TupleRow' (aka 'TupleColumns<String, Int>') be equivalent
import QueryBuilder

let start = UserRow.select { ($0.id, $0.name) }
let table = start.recursive("t") { table in table.select { ($0.columns.1, $0.columns.0) } }
