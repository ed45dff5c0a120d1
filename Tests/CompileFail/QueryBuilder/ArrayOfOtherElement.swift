// expect: cannot convert value of type 'Int' to expected element type 'String'
import QueryBuilder

let query = EventRow.where { $0.tags.contains([1, 2]) }
