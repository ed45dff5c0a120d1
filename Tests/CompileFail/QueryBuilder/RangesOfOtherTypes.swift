// expect: be equivalent
import QueryBuilder

let query = EventRow.where { $0.period.overlaps($0.days) }
