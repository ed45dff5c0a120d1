// expect: operator function '>' requires that 'Label<Int>' conform to 'SQLExpression'
import QueryBuilder

let total = Label<Int>("total")
let query = UserRow.select { $0.id.labelled(total) }.where { _ in total > 1 }
