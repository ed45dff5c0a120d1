// expect: cannot convert value of type 'any KeyPath<UserRow.Columns, Column<String>> & Sendable' to expected argument type 'KeyPath<UserRow.Columns, Column<Int>>'
import QueryBuilder

let pair = PostRow.select { ($0.authorID, $0.title) }
let update = UserRow.update.set(\.name, \.id, from: pair).all
