// expect: conform to 'SQLMathValue'
import QueryBuilder

let query = UserRow.select { $0.name.sqrt() }
