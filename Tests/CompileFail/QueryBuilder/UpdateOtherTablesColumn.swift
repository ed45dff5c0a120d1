// expect: value of type 'UserRow.Columns' has no member 'title'
import QueryBuilder

let update = UserRow.update.set(\.title, to: "x").all
