// expect: value of type 'MergeDraft<UserRow, PostRow.Columns>' has no member 'sql'
import QueryBuilder

let statement = UserRow.merge(using: PostRow.self) { u, p in u.id == p.authorID }.sql
