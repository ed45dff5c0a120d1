// expect: static method 'where' requires the types 'String' and 'Bool' be equivalent
import QueryBuilder

let query = UserRow.where { $0.name }
