// expect: cannot convert value of type 'Int' to expected argument type 'Array<String>.Element'
import QueryBuilder

let query = EventRow.select { $0.tags.appending(1) }
