// expect: cannot convert value of type 'From1<PostRow.Columns>' to expected argument type 'From1<UserRow.Columns>'
import QueryBuilder

let query = UserRow.all.except(PostRow.all)
