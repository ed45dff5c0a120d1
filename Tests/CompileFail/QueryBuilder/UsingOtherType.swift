// expect: instance method 'using' requires the types 'Int' and 'String' be equivalent
import QueryBuilder

let query = UserRow.all.joinUsing(PostRow.self) { u, p in u.id.using(p.title) }
