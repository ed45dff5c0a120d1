// expect: conflicting arguments to generic parameter 'Output' ('String' vs. 'Int')
import QueryBuilder

let query = UserRow.select { Case.when($0.id > 1, then: 1).else("x") }
