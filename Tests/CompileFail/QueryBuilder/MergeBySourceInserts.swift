// expect: value of type 'MergeNotMatchedBySource<UserRow, PostRow.Columns>' has no member 'insertDefaults'
import QueryBuilder

let merge = UserRow.merge(using: PostRow.self) { u, p in u.id == p.authorID }
    .whenNotMatchedBySource().insertDefaults()
