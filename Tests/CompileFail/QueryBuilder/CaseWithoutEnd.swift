// expect: is unused
import QueryBuilder

let query = UserRow.select { ($0.id, Case.when($0.id > 1, then: 1)) }
