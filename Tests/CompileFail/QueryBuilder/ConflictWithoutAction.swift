// expect: value of type 'InsertConflict<UserRow>' has no member 'sql'
import QueryBuilder

let statement = UserRow.insert(UserRow.New(name: "x")).onConflict(\.name).sql
