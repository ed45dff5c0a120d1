// expect: requires that 'String' conform to 'SQLBits'
import QueryBuilder

let query = UserRow.select { $0.name.bitAnd() }
