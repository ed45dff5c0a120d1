// expect: cannot infer type of closure parameter
import QueryBuilder

let query = UserRow.join(PostRow.self) { u, p in p.authorID == u.id }
    .grouped { u, _ in u.id }.select { u, p, rows in (u, p.title, rows.count) }
