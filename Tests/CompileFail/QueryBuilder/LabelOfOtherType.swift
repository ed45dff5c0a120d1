// expect: cannot convert value of type 'Label<Int>' to expected argument type 'Label<String>'
import QueryBuilder

let total = Label<Int>("total")
let query = UserRow.select { $0.name.labelled(total) }
