// expect: cannot convert value of type 'String' to expected element type 'Int'
import QueryBuilder

let update = UserRow.updateEach(\.id, \.name, to: [("a", "b")])
