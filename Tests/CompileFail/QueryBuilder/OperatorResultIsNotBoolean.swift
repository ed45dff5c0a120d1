// expect: be equivalent
import QueryBuilder

let distance = SQLInfixOperator<String, String, Float>("<->")
let query = UserRow.where { distance($0.name, "x") }
