// expect: 'nil' is not compatible with expected argument type 'String'
import QueryBuilder

let update = UserRow.update.set(\.name, to: nil).all
