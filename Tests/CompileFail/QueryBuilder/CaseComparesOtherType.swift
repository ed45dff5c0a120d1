// expect: cannot convert value of type 'String' to expected argument type 'Int'
import QueryBuilder

let query = UserRow.select { Case.of($0.id).when("x", then: 1).end }
