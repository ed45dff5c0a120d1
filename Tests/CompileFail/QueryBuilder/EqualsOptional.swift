// expect: value of optional type 'Int?' must be unwrapped to a value of type 'Int'
import QueryBuilder

func users(aged age: Int?) -> some Query<UserRow> {
    UserRow.where { $0.age == age }
}
