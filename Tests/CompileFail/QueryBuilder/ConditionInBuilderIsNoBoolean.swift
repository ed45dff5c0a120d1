// expect: static method 'buildExpression' requires the types 'Int' and 'Bool' be equivalent
import QueryBuilder

let query = UserRow.all.whereAll { user in user.id }
