// expect: operator function '+' requires the types 'Int' and 'Int?' be equivalent
import QueryBuilder

let query = UserRow.select { $0.id + $0.age }
