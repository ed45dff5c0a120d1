// expect: requires the types 'String' and 'Int' be equivalent
import QueryBuilder

let query = UserRow.where { $0.name == $0.id }
