// expect: global function 'generateSeries(from:through:by:)' requires that 'String' conform to 'SQLNumber'
import QueryBuilder

let rows = generateSeries(from: "a", through: "z")
