// expect: static method 'insert' requires the types 'PostRow' and 'UserRow.New.Target' (aka 'UserRow') be equivalent
import QueryBuilder

let insert = PostRow.insert(UserRow.New(name: "x"))
