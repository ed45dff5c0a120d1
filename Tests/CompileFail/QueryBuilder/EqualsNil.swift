// expect: 'nil' is not compatible with expected argument type
import QueryBuilder

let query = UserRow.where { $0.age == nil }
