// expect: instance method 'lock(_:_:of:)' requires that 'Nullable<PostRow.Columns>' conform to 'TableColumns'
import QueryBuilder

let query = UserRow.all.leftJoin(PostRow.self) { u, p in p.authorID == u.id }
    .lock(.update) { _, p in p }
