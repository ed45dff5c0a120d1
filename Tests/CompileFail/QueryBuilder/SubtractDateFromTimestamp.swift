// expect: be equivalent
import QueryBuilder

let query = EventRow.select { $0.at.since($0.day) }
