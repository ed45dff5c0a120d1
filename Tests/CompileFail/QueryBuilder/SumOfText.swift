// expect: requires that 'String' conform to 'SQLNumber'
import QueryBuilder

let query = UserRow.select { $0.name.sum() }
