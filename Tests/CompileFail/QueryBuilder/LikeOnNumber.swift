// expect: referencing instance method 'like' on 'SQLExpression' requires the types
import QueryBuilder

let query = UserRow.where { $0.age.like("1%") }
