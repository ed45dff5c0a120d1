// expect: cannot convert value of type 'KeyPath<UserRow.Columns, Column<Int>>' to expected argument type 'KeyPath<UserRow.Columns, Column<String>>'
import QueryBuilder

let update = UserRow.update.from(PostRow.all) { update, p in update.set(\.id, to: p.title) }.all
