// expect: value of type 'UserRow.Columns' has no member 'title'
import QueryBuilder

let query = UserRow.join(PostRow.self) { u, p in p.authorID == u.id }
    .grouped { u, _ in u }.select { user, rows in (user.title, rows.count) }
