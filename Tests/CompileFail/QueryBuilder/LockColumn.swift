// expect: instance method 'lock(_:_:of:)' requires that 'Column<Int>' conform to 'TableColumns'
import QueryBuilder

let query = UserRow.all.lock(.share) { $0.id }
