// expect: expects 2 arguments, but 3 were used in closure body
import QueryBuilder

let query = UserRow.join(PostRow.self) { u, p in p.authorID == u.id }
    .where { u, p, q in u.id == 1 }
