// expect: operator function '==' requires the types 'String' and 'Int' be equivalent
import QueryBuilder

let query = UserRow.leftJoin(PostRow.self) { u, p in p.title == u.id }
