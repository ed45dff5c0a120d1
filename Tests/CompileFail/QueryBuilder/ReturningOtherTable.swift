// expect: value of type 'UserRow.Columns' has no member 'title'
import QueryBuilder

let query = UserRow.delete.all.returning { $0.title }
