// expect: requires that 'String' conform to 'SQLSummable'
import QueryBuilder

let query = UserRow.select { $0.name.sum() }
