// expect: requires that 'UserRow.Columns.Value' (aka 'UserRow') conform to 'SQLValue'
import QueryBuilder

let users = UserRow.select { ($0, $0.id) }
let table = users.common("u")
