// expect: pack expansion requires that 'Int, String' and 'Int' have the same shape
import QueryBuilder

let users = UserRow.select { ($0.id, $0.name) }
let posts = PostRow.select { $0.authorID }
let query = users.unionAll(posts)
