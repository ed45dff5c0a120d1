// expect: cannot convert value of type 'any KeyPath<UserRow.Columns, Column<String>> & Sendable' to expected argument type 'KeyPath<UserRow.Columns, Column<Int>>'
import QueryBuilder

let pairs = PostRow.select { ($0.authorID, $0.title) }
let query = pairs.derived("p", as: UserRow.self, \.name, \.id)
