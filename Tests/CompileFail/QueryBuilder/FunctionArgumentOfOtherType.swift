// expect: be equivalent
import QueryBuilder

let similarity = SQLFunction2<String, String, Float>("similarity")
let query = UserRow.where { similarity($0.name, $0.id) > 0.5 }
