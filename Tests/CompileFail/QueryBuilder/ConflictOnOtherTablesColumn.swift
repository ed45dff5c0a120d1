// expect: cannot infer key path type from context
import QueryBuilder

let insert = UserRow.insert(UserRow.New(name: "x")).onConflict(\.title)
