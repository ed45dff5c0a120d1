// expect: conform to 'Selection'
import QueryBuilder

let query: Select<UserRow.Columns, Int> = UserRow.select { Case.when($0.id > 1, then: 1) }
