// expect: requires the types 'String' and 'Bool' be equivalent
import QueryBuilder

let query = UserRow.select { $0.id.count().filter($0.name) }
