// expect: cannot find 'p' in scope
import QueryBuilder

let query = UserRow.all.joinLateral { u in
    PostRow.where { $0.authorID == p.authorID }.derived("p")
}
