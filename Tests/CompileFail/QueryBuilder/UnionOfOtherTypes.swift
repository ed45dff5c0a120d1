// expect: referencing instance method 'union' on 'Select<UserRow.Columns, Int, String>' requires the types 'Int, String' and 'String, Int' be equivalent
import QueryBuilder

let users = UserRow.select { ($0.id, $0.name) }
let posts = PostRow.select { ($0.title, $0.authorID) }
let query = users.union(posts)
