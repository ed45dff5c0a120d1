// expect: cannot convert value of type 'Int' to expected argument type 'String'
import QueryBuilder

let update = UserRow.update.set(\.name, to: 7).all
