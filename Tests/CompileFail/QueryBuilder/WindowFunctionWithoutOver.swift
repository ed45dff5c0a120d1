// expect: conform to 'Selection'
import QueryBuilder

let query: Select<UserRow.Columns, Int> = UserRow.select { _ in rowNumber() }
