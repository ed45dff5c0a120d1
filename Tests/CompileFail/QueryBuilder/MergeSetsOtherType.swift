// expect: cannot convert value of type 'KeyPath<UserRow.Columns, Column<Int>>' to expected argument type 'KeyPath<UserRow.Columns, Column<String>>'
import QueryBuilder

let merge = UserRow.merge(using: PostRow.self) { u, p in u.id == p.authorID }
    .whenMatched().update { update, p in update.set(\.id, to: p.title) }
