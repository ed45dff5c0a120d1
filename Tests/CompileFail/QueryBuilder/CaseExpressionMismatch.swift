// expect: cannot convert value of type 'Column<String>' to expected argument type 'Int'
import QueryBuilder

let query = UserRow.select { Case.when($0.id > 1, then: 1).else($0.name) }
