// expect: missing argument for parameter #2 in call
import QueryBuilder

let similarity = SQLFunction2<String, String, Float>("similarity")
let query = UserRow.where { similarity($0.name) > 0.5 }
