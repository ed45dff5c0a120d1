// expect: referencing instance method 'intersect' on 'Select<UserRow.Columns, Int?>' requires the types 'Int?' and 'Int' be equivalent
import QueryBuilder

let ages = UserRow.select { $0.age }
let authors = PostRow.select { $0.authorID }
let query = ages.intersect(authors)
