// expect: operator function '==' requires that 'OutputColumn<Int>' conform to 'SQLExpression'
import QueryBuilder

let users = UserRow.select { ($0.id, $0.name) }
let both = users.union(users)
let query = both.where { $0.columns.0 == 1 }
