// expect: conflicting arguments to generic parameter 'Output'
import QueryBuilder

let value = Case.when(UserRow.columns.id > 1, then: 1).else("x")
