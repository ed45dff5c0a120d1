// expect: be equivalent
import QueryBuilder

let query = EventRow.select { $0.at.adding(3) }
