// expect: conflicting arguments to generic parameter 'each Value'
import QueryBuilder

let rows = values([(1, "a"), ("b", 2)])
