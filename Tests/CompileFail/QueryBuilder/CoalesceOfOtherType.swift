// expect: cannot convert value of type 'String' to expected argument type 'Optional<Int>.Base'
import QueryBuilder

let query = UserRow.select { $0.age.coalesce("x") }
