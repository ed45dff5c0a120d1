// expect: instance method 'contains' requires the types 'String' and 'Int' be equivalent
import QueryBuilder

let query = EventRow.where { $0.period.contains("a") }
