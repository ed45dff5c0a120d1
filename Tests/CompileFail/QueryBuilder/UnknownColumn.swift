// expect: value of type 'UserRow.Columns' has no member 'agee'
import QueryBuilder

let query = UserRow.where { $0.agee >= 18 && $0.name == "x" }
