// expect: requires the types 'Int?' and 'Int' be equivalent
import QueryBuilder

let query = UserRow.select { $0.name.left($0.age) }
