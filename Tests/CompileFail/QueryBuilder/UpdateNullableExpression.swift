// expect: instance method 'set(_:to:)' requires the types 'Int' and
import QueryBuilder

let update = UserRow.update.set(\.id) { $0.age + 1 }.all
