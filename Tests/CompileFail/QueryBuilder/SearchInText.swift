// expect: requires the types
import QueryBuilder

let query = UserRow.where { $0.name.tsRank(toTSQuery("english", "x")) > 0 }
