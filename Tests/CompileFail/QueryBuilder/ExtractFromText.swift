// expect: conform to 'SQLTemporal'
import QueryBuilder

let query = UserRow.select { $0.name.extract(.year) }
