// expect: value of type 'Expression<String>' has no member 'using'
import QueryBuilder

let query = UserRow.all.joinUsing(PostRow.self) { u, p in u.name.lower().using(p.title) }
