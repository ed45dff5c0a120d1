// expect: requires the types 'Int' and 'Bool' be equivalent
import QueryBuilder

let query = UserRow.select { Case.when($0.id, then: 1).end }
