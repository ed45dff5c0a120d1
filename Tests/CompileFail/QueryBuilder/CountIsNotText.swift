// expect: requires the types 'Int' and 'String' be equivalent
import QueryBuilder

let query = UserRow.select { $0.id.count().like("1%") }
