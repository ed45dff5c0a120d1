// expect: value of type 'UserRow.Columns' has no member 'title'
import QueryBuilder

let query = UserRow.where { u in u.title == "x" }
