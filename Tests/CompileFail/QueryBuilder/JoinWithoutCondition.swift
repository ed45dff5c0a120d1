// expect: missing argument for parameter 'on' in call
import QueryBuilder

let query = UserRow.join(PostRow.self)
