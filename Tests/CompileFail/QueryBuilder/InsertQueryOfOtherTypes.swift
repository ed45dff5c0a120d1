// expect: referencing instance method 'select' on 'InsertColumns<UserRow, _>' requires the types 'Int, String' and 'String, Int' be equivalent
import QueryBuilder

let titles = PostRow.select { ($0.title, $0.authorID) }
let insert = UserRow.insert(columns: \.id, \.name).select(titles)
