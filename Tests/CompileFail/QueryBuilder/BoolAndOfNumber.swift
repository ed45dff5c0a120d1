// expect: referencing instance method 'boolAnd()' on 'SQLExpression' requires the types 'Int' and 'Bool' be equivalent
import QueryBuilder

let query = UserRow.select { $0.id.boolAnd() }
