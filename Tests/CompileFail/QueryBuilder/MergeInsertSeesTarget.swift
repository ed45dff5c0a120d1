// expect: expects 1 argument, but 2 were used in closure body
import QueryBuilder

let draft = UserRow.merge(using: PostRow.self) { u, p in u.id == p.authorID }
let merge = draft.whenNotMatched { u, p in u.id == p.authorID }.doNothing()
