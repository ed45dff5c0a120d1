// expect: instance method 'limit' requires the types 'String' and 'Int' be equivalent
import QueryBuilder

let query = UserRow.all.limit(Expression.value("3"))
